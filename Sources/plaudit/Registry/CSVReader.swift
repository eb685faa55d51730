// Comma-separated values as spreadsheets write them (RFC 4180): quotes, line breaks within quotes,
// a byte order mark, and semicolons or tabs where a country's decimal sign is the comma.

import Foundation

package struct CSVRow: Equatable, Sendable {
    /// Of its first character, from 1.
    package var line: Int
    package var cells: [String]
}

package struct CSVError: Error, Equatable {
    package var line: Int
    package var problem: String
}

package enum CSVReader {
    /// The rows with something in them. The separator is the first of , ; and tab in the header.
    package static func rows(_ text: String) throws(CSVError) -> [CSVRow] {
        var scalars = Array(text.unicodeScalars)[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        let header = scalars.prefix { $0 != "\n" }
        let separator = header.first { $0 == "," || $0 == ";" || $0 == "\t" } ?? ","
        var rows: [CSVRow] = []
        var line = 1
        while !scalars.isEmpty {
            let row = try row(&scalars, separator, &line)
            if row.cells.contains(where: { !$0.isEmpty }) { rows.append(row) }
        }
        return rows
    }

    private static func row(
        _ scalars: inout ArraySlice<Unicode.Scalar>, _ separator: Unicode.Scalar,
        _ line: inout Int
    ) throws(CSVError) -> CSVRow {
        var row = CSVRow(line: line, cells: [])
        while true {
            row.cells.append(try cell(&scalars, separator, &line))
            let end = scalars.popFirst()
            if end == separator { continue }
            if end == "\r", scalars.first == "\n" { scalars.removeFirst() }
            line += 1
            return row
        }
    }

    private static func cell(
        _ scalars: inout ArraySlice<Unicode.Scalar>, _ separator: Unicode.Scalar,
        _ line: inout Int
    ) throws(CSVError) -> String {
        var cell = String.UnicodeScalarView()
        guard scalars.first == "\"" else {
            while let next = scalars.first, next != separator, next != "\n", next != "\r" {
                cell.append(next)
                scalars.removeFirst()
            }
            return String(cell).trimmingCharacters(in: .whitespaces)
        }
        let start = line
        scalars.removeFirst()
        while let next = scalars.popFirst() {
            if next == "\"" {
                guard scalars.first == "\"" else {
                    let after = scalars.first ?? "\n"
                    guard after == separator || after == "\n" || after == "\r" else {
                        throw CSVError(line: line, problem: "text stands after a closing quote")
                    }
                    return String(cell)
                }
                scalars.removeFirst()
            }
            if next == "\n" { line += 1 }
            cell.append(next)
        }
        throw CSVError(line: start, problem: "a quote is not closed")
    }
}
