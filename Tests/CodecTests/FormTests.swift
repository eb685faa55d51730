import Codec
import Testing

struct NormalFormTests {
    private func normal(_ code: String) -> String {
        let form = NormalForm()
        Array(code.utf8).withUnsafeBytes { form.read($0) }
        return String(decoding: form.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("MIA20", "MIA20"), ("mia20", "MIA20"), (" mia 20\t", "MIA20"), ("\u{b}\u{c}\r\nm", "M"),
        ("ＭＩＡ２０", "MIA20"), ("MI\u{200b}A20", "MIA20"), ("\u{feff}mia20", "MIA20"),
        ("mia\u{a0}20", "MIA20"), ("mia\u{2003}20", "MIA20"), ("mia\u{ad}20", "MIA20"),
        ("straße", "STRASSE"), ("STRASSE", "STRASSE"), ("ﬁt10", "FIT10"), ("café", "CAFÉ"),
        ("cafe\u{301}", "CAFÉ"), ("ıi", "II"), ("ŉ", "ʼN"), ("ΐ", "Ϊ\u{301}"), ("①", "1"),
        ("ǆ", "DŽ"), ("", ""), ("  ", ""), ("\u{200d}\u{2060}", ""), ("-_.!", "-_.!"),
        ("a\u{323}\u{307}", "Ạ\u{307}"), ("a\u{307}\u{323}", "Ạ\u{307}"), ("x\u{1}y", "X\u{1}Y"),
        ("\u{180e}x", "X"), ("\u{e0041}x", "X"), ("日本20", "日本20"), ("ﷺ", "صلىاللهعليهوسلم"),
    ])
    func `codes that look alike are one code`(typed: String, normal expected: String) {
        #expect(Array(normal(typed).utf8) == Array(expected.utf8))
    }

    @Test func `the form of a form is itself`() {
        for typed in ["ﬁt ß ŉ ΐ ǆ", "ＭＩＡ", "a\u{307}\u{323}", "ᾳ", "ẞ"] {
            #expect(normal(normal(typed)) == normal(typed))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a record full of combining marks is normalised in time`() {
        let marks = String(repeating: "\u{301}\u{323}\u{5b0}", count: 30_000)
        #expect(!normal("a" + marks).isEmpty)
        #expect(!normal(String(repeating: "ﷺ", count: 30_000)).isEmpty)
    }

    @Test func `one object reads short and long codes in turn`() {
        let form = NormalForm()
        for count in [1, 1000, 3, 100_000, 0, 7] {
            let code = [UInt8](repeating: UInt8(ascii: "a"), count: count)
            code.withUnsafeBytes { form.read($0) }
            #expect(form.bytes.count == count)
            #expect(form.bytes.allSatisfy { $0 == UInt8(ascii: "A") })
        }
    }
}

struct PlainFormTests {
    private func plain(_ name: String) -> String {
        let form = PlainForm()
        Array(name.utf8).withUnsafeBytes { form.read($0) }
        return String(decoding: form.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("@Creator35", "creator35"), ("Mia  Müller", "miamüller"), ("MIA-MÜLLER!", "miamüller"),
        ("Straße", "strasse"), ("STRASSE", "strasse"), ("ﬁona", "fiona"), ("Ｍｉａ", "mia"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"), ("σίσυφος", "σίσυφοσ"), ("x²", "x2"), ("二〇", "二〇"),
        ("❷", "❷"), ("½", "12"), ("🎉", ""), ("", ""), (" .,!", ""), ("e\u{301}", "é"),
    ])
    func `names are compared by letters and digits alone`(name: String, plain expected: String) {
        #expect(Array(plain(name).utf8) == Array(expected.utf8))
    }
}

struct HashTests {
    private func bits(_ text: String) -> UInt64 {
        Array(text.utf8).withUnsafeBytes { Hash.bits64($0) }
    }

    @Test func `the hashes that state is kept under never change`() {
        #expect(bits("MIA20") == 15_820_276_282_166_921_862)
        #expect(bits("") == 1_248_266_697_926_903_090)
        let key = Array("o-1".utf8).withUnsafeBytes { Hash.key128($0) }
        #expect(key.high == 4_814_366_140_396_938_532)
        #expect(key.low == 9_054_896_715_949_509_454)
    }

    @Test func `one bit more or less is another hash`() {
        #expect(bits("o-1") != bits("o-2"))
        #expect(bits("o-1") != bits("o-1\u{0}"))
        #expect(bits("") != bits("\u{0}"))
    }
}
