// Which member is which field, found by the name's length and bytes: no String, no hash.

/// The fields of one kind of object, named as in the contract and in its tables' order.
package protocol Field: RawRepresentable, CaseIterable where RawValue == Int {}

/// The names of one kind of object's fields, for lookup, and where they lie in the object of that
/// kind that was looked at last.
final class FieldNames<Name: Field> {
    private struct Candidate {
        var words: Words
        var field: UInt8
    }

    /// A name as three overlapping words; with its length they are the whole of it, up to 24 bytes.
    private struct Words: Equatable {
        var first: UInt64
        var middle: UInt64
        var last: UInt64

        /// Reads up to 8 bytes from `name` on, however short it is.
        @inline(__always)
        init(_ name: UnsafePointer<UInt8>, _ count: Int) {
            let bytes = UnsafeRawPointer(name)
            if count <= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
                first = word & (.max >> UInt64(64 - count * 8))
                middle = 0
                last = 0
            } else {
                first = bytes.loadUnaligned(as: UInt64.self)
                middle = (bytes + (count / 2 - 4)).loadUnaligned(as: UInt64.self)
                last = (bytes + (count - 8)).loadUnaligned(as: UInt64.self)
            }
        }
    }

    private static var longest: Int { 24 }

    /// The candidates of each length lie together, from `starts[length]` to `starts[length + 1]`.
    private let starts = UnsafeMutablePointer<UInt8>.allocate(capacity: FieldNames.longest + 2)
    private let candidates: UnsafeMutablePointer<Candidate>
    /// The entry of each field; -1 where it is absent.
    private let entries: UnsafeMutablePointer<Int32>
    private let count = Name.allCases.count

    init() {
        let names = Name.allCases.map { (field: $0.rawValue, name: Array("\($0)".utf8)) }
        precondition(names.allSatisfy { 1...FieldNames.longest ~= $0.name.count })
        candidates = .allocate(capacity: names.count)
        entries = .allocate(capacity: names.count)
        var filled = 0
        for length in 0...FieldNames.longest {
            starts[length] = UInt8(filled)
            for (field, name) in names where name.count == length {
                let padded = name + [UInt8](repeating: 0, count: 8)
                let candidate = padded.withUnsafeBufferPointer { bytes in
                    bytes.baseAddress.map {
                        Candidate(words: Words($0, length), field: UInt8(field))
                    }
                }
                guard let candidate else { continue }
                (candidates + filled).initialize(to: candidate)
                filled += 1
            }
        }
        starts[FieldNames.longest + 1] = UInt8(filled)
    }

    deinit {
        starts.deallocate()
        candidates.deallocate()
        entries.deallocate()
    }

    /// Forgets the last object's fields; those of `object` are to be set.
    @inline(__always)
    func begin(_ object: Int) -> Fields<Name> {
        entries.update(repeating: -1, count: count)
        return Fields(object: object, entries: entries)
    }

    /// The raw value of the field of this name; `.max` for an unknown one. At least 8 bytes can be
    /// read from `name` on, as on a tape.
    @inline(__always)
    func field(_ name: UnsafePointer<UInt8>, _ count: Int) -> UInt8 {
        guard 1...FieldNames.longest ~= count else { return .max }
        let words = Words(name, count)
        for index in Int(starts[count])..<Int(starts[count + 1])
        where candidates[index].words == words {
            return candidates[index].field
        }
        return .max
    }
}

/// Where an object's fields lie on the tape; valid until another object of its kind is looked at.
struct Fields<Name: Field> {
    /// The object's own entry.
    let object: Int
    fileprivate let entries: UnsafeMutablePointer<Int32>

    /// The entry of the field's value; nil where it is absent or `null`.
    @inline(__always)
    subscript(name: Name) -> Int? {
        let entry = entries[name.rawValue]
        return entry < 0 ? nil : Int(entry)
    }

    @inline(__always)
    func set(_ field: UInt8, _ entry: Int) {
        entries[Int(field)] = Int32(truncatingIfNeeded: entry)
    }
}
