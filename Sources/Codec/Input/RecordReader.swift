// What the four decoders share: one record's tape, and the reading of each kind of field from it.
// A missing or null field is nil to everything here.

import Glibc
import Promo

final class RecordReader {
    /// Records above it are refused unread (contract §1).
    static let largestValue = 1 << 20

    let tape = JSONTape()
    var content = ContentHash()
    let normalForm = NormalForm()
    /// The first value that is beyond Int64; refused only after every field is known to be right.
    private var overflow: Int?

    /// Size, grammar, and that it is an object.
    func open(_ input: DecodeInput) throws(Refusal) {
        overflow = nil
        content.reset()
        guard input.value.count <= RecordReader.largestValue else {
            throw Refusal(
                .tooLarge, "the value has \(input.value.count) bytes; allowed: at most 1048576")
        }
        do {
            try tape.scan(input.value)
        } catch {
            throw Refusal(.badJSON, error.description)
        }
        guard tape.kind(of: 0) == .object else {
            throw Refusal(.badJSON, "the value is \(tape.excerpt(of: 0)); allowed: an object")
        }
    }

    /// Finds an object's fields, and notes on the tape which member is which.
    @inline(__always)
    func fields<Name>(
        of object: Int, named names: FieldNames<Name>
    ) throws(Refusal) -> Fields<Name> {
        let fields = names.begin(object)
        var seen: UInt32 = 0
        let end = tape.next(after: object)
        var entry = object + 1
        while entry < end {
            let member = tape.entries + entry
            let field = names.field(
                tape.bytes + Int(member.pointee.keyStart), Int(member.pointee.keyCount))
            member.pointee.field = field
            if field != .max {
                let bit = UInt32(1) << UInt32(field)
                guard seen & bit == 0 else {
                    throw Refusal(.duplicateKey, "\(tape.path(to: entry)) is there twice")
                }
                seen |= bit
                if member.pointee.kind != .null { fields.set(field, entry) }
            }
            entry = Int(member.pointee.next)
        }
        return fields
    }

    /// The fields of an object that `fields(of:named:)` was called for before.
    @inline(__always)
    func notedFields<Name>(of object: Int, _ names: FieldNames<Name>) -> Fields<Name> {
        let fields = names.begin(object)
        let end = tape.next(after: object)
        var entry = object + 1
        while entry < end {
            let member = tape.entries + entry
            if member.pointee.field != .max, member.pointee.kind != .null {
                fields.set(member.pointee.field, entry)
            }
            entry = Int(member.pointee.next)
        }
        return fields
    }

    /// Looks for doubled fields in an object, or in each object of an array; in nothing else.
    @inline(__always)
    func note<Name>(
        _ entry: Int?, _ kind: JSONTape.Kind, _ names: FieldNames<Name>,
        inside: (Fields<Name>) throws(Refusal) -> Void = { _ in }
    ) throws(Refusal) {
        guard let entry, tape.kind(of: entry) == kind else { return }
        guard kind == .array else { return try inside(try fields(of: entry, named: names)) }
        let end = tape.next(after: entry)
        var element = entry + 1
        while element < end {
            if tape.kind(of: element) == .object {
                try inside(try fields(of: element, named: names))
            }
            element = tape.next(after: element)
        }
    }

    func refusal(_ reason: RefusalReason, at entry: Int, _ allowed: String) -> Refusal {
        Refusal(
            reason, "\(tape.path(to: entry)) is \(tape.excerpt(of: entry)); allowed: \(allowed)")
    }

    /// A required field.
    @inline(__always)
    func required<Name>(_ fields: Fields<Name>, _ name: Name) throws(Refusal) -> Int {
        if let entry = fields[name] { return entry }
        let place = tape.path(to: fields.object)
        throw Refusal(.missingField, "\(place.isEmpty ? "" : place + ".")\(name) is missing")
    }

    /// The order id, and that the record lies where its key says (contract §1).
    func orderID<Name>(
        _ fields: Fields<Name>, _ name: Name, _ input: DecodeInput
    ) throws(Refusal) -> UnsafeRawBufferPointer {
        let orderID = try id(try required(fields, name))
        guard let key = input.key else {
            throw Refusal(.keyMismatch, "the record has no key; allowed: the order id")
        }
        guard RecordReader.isEqual(key, orderID) else {
            let excerpt = String(decoding: key.prefix(64), as: UTF8.self)
            throw Refusal(.keyMismatch, "the key is \"\(excerpt)\"; allowed: the order id")
        }
        guard input.isRightPartition else {
            throw Refusal(
                .wrongPartition, "allowed: the partition that murmur2 of the key chooses")
        }
        return orderID
    }

    static func isEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let one = a.baseAddress, let other = b.baseAddress else { return true }
        return memcmp(one, other, a.count) == 0
    }

    /// Says that a value is beyond Int64, once all fields are known to be right.
    func noteOverflow(at entry: Int) {
        if overflow == nil { overflow = entry }
    }

    func refuseOverflow() throws(Refusal) {
        guard let overflow else { return }
        let place = overflow == 0 ? "the sum of the amounts" : tape.path(to: overflow)
        throw Refusal(.overflow, "\(place) is beyond 9223372036854775807 minor units")
    }

    /// Refuses a time more than 24 h after the record's own.
    func refuseFuture(_ time: EventTime?, at entry: Int?, _ input: DecodeInput) throws(Refusal) {
        guard let time, let entry, input.timestamp.milliseconds >= 0 else { return }
        guard time > input.timestamp.advanced(by: EventTime.dayMilliseconds) else { return }
        throw refusal(.futureTime, at: entry, "at most 24 h after the record's own timestamp")
    }
}
