import Foundation
import Testing

/// The arrows between the rooms point one way, and only those drawn here are there.
@Suite struct ArrowTests {
    /// What each room may import of ours, and of the system's C libraries.
    static let arrows: [String: Set<String>] = [
        "Promo": [],
        "Codec": ["Promo", "CXXHash", "CUTF8Proc"],
        "Streams": ["CXXHash", "CPrefetch"],
        "Kafka": ["Streams", "CRdkafka"],
        "Pipeline": ["Promo", "Codec", "Streams"],
        "Dashboard": ["Promo", "Codec", "Streams", "CMicrohttpd"],
        "Simulation": ["Promo", "Codec", "Streams", "Pipeline"],
        "plaudit": [
            "Promo", "Codec", "Streams", "Kafka", "Pipeline", "Dashboard", "Simulation", "CYAML",
        ],
    ]

    /// What a room may import of the toolchain. The pure rooms take nothing.
    static let toolchain: [String: Set<String>] = [
        "Promo": [],
        "Codec": ["Glibc"],
        "Streams": ["Glibc", "Synchronization"],
        "Kafka": ["Glibc", "Synchronization", "Dispatch"],
        "Pipeline": [],
        "Dashboard": ["Glibc", "Synchronization", "Foundation", "Dispatch"],
        "Simulation": ["Glibc", "Synchronization", "Foundation"],
        "plaudit": ["Glibc", "Synchronization", "Foundation", "Dispatch"],
    ]

    @Test func `every room stands on the plan`() throws {
        #expect(try House.rooms().subtracting(Self.arrows.keys) == [])
    }

    @Test(arguments: arrows.keys.sorted())
    func `a room imports only what its arrows point at`(room: String) throws {
        let allowed = try #require(Self.arrows[room]).union(Self.toolchain[room] ?? [])
        for file in try House.files(under: "Sources/\(room)") {
            #expect(file.imports.subtracting(allowed) == [], "\(file)")
        }
    }

    @Test func `the manifest gives each target what its arrows say and no more`() throws {
        let manifest = try House.text(of: "Package.swift")
        let targets = manifest.matches(of: /room\("(\w+)"(?:,\s*\[([^\]]*)\])?\)/)
        #expect(targets.count >= 6)
        for target in targets {
            let names = (target.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
            let allowed = Self.arrows[String(target.1)] ?? []
            #expect(Set(names).subtracting(allowed) == [], "\(target.1)")
        }
    }

    @Test func `the manifest names no outside package`() throws {
        #expect(try !House.text(of: "Package.swift").contains(".package("))
    }
}
