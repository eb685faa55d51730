/// "Did you mean": the nearest of a few known words, by edit distance.
package enum Spelling {
    /// The word that takes the fewest insertions, deletions, replacements and swaps of neighbours
    /// to become `word`; the first of several. nil only where there are no words.
    package static func nearest(to word: String, in words: [String]) -> String? {
        var best: (word: String, distance: Int)?
        for candidate in words {
            let distance = distance(Array(word.utf8), Array(candidate.utf8))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// The nearest word if it is near enough that a slip of the finger explains it.
    package static func likely(for word: String, in words: [String]) -> String? {
        guard let nearest = nearest(to: word, in: words) else { return nil }
        let distance = distance(Array(word.utf8), Array(nearest.utf8))
        return distance <= max(1, nearest.utf8.count / 3) ? nearest : nil
    }

    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let replaced = last[j] + (lowercase(a[i]) == lowercase(b[j]) ? 0 : 1)
                var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
