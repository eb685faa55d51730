// Unicode text as code points, for what ASCII's fast paths leave over. Normalisation is utf8proc's,
// case mappings and White_Space are the standard library's.

internal import CUTF8Proc

/// A reused buffer of code points with the steps of contract §3.1 and of the surveys' plain form.
struct CodePoints {
    private var points: [Int32] = []
    private var spare: [Int32] = []

    mutating func load(_ utf8: UnsafeRawBufferPointer) {
        points.removeAll(keepingCapacity: true)
        for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
            points.append(Int32(scalar.value))
        }
    }

    /// Normalization Form KC.
    mutating func composeCompatibly() {
        decompose(UTF8PROC_COMPAT.rawValue | UTF8PROC_DECOMPOSE.rawValue)
        orderMarks()
        let count = points.withUnsafeMutableBufferPointer { buffer in
            let options = UTF8PROC_COMPOSE.rawValue | UTF8PROC_STABLE.rawValue
            return utf8proc_normalize_utf32(
                buffer.baseAddress, buffer.count, utf8proc_option_t(rawValue: options))
        }
        points.removeLast(points.count - max(0, count))
    }

    /// Full case folding.
    mutating func foldCase() { decompose(UTF8PROC_CASEFOLD.rawValue) }

    /// The full mapping, without a locale: ß becomes SS.
    mutating func mapToUpperCase() {
        swap(&points, &spare)
        points.removeAll(keepingCapacity: true)
        for scalar in spare.lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            for mapped in scalar.properties.uppercaseMapping.unicodeScalars {
                points.append(Int32(mapped.value))
            }
        }
    }

    mutating func dropSpacesAndFormats() {
        points.removeAll { point in
            utf8proc_category(point) == UTF8PROC_CATEGORY_CF
                || Unicode.Scalar(UInt32(point))?.properties.isWhitespace == true
        }
    }

    /// Keeps the general categories L* and N*.
    mutating func keepLettersAndNumbers() {
        points.removeAll { point in
            switch utf8proc_category(point) {
            case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT,
                UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_ND,
                UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO:
                false
            default: true
            }
        }
    }

    var utf8: [UInt8] {
        var bytes: [UInt8] = []
        for scalar in points.lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
        }
        return bytes
    }

    /// Replaces each point by what utf8proc makes of it under `options`; at most 18 points each.
    private mutating func decompose(_ options: UInt32) {
        swap(&points, &spare)
        points.removeAll(keepingCapacity: true)
        let options = utf8proc_option_t(rawValue: options)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 64) { buffer in
            var boundary: Int32 = 0
            for point in spare {
                let count = utf8proc_decompose_char(
                    point, buffer.baseAddress, buffer.count, options, &boundary)
                points.append(contentsOf: buffer[..<min(max(0, count), buffer.count)])
            }
        }
    }

    /// The canonical order of combining marks. utf8proc's own takes quadratic time over a run of
    /// marks, which a record could be made of; this sorts each run.
    private mutating func orderMarks() {
        var start = 0
        while start < points.count {
            var end = start
            while end < points.count, CodePoints.combiningClass(points[end]) != 0 { end += 1 }
            if end - start > 1 { sortMarks(start..<end) }
            start = max(end, start + 1)
        }
    }

    private mutating func sortMarks(_ run: Range<Int>) {
        // By class, then by place: marks of one class keep their order.
        var keys = run.map { place in
            UInt64(CodePoints.combiningClass(points[place])) << 48 | UInt64(place)
        }
        keys.sort()
        let marks = keys.map { points[Int($0 & 0xffff_ffff)] }
        points.replaceSubrange(run, with: marks)
    }

    private static func combiningClass(_ point: Int32) -> Int {
        Int(utf8proc_get_property(point).pointee.combining_class)
    }
}
