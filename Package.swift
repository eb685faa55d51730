// swift-tools-version: 6.2
// The house: targets stand below the drawing in the order of the arrows, which point one way.
//
//   CRdkafka ◀─ Kafka ─▶ Streams ◀─┐
//                                  Pipeline ─▶ Codec ─▶ Promo
//   plaudit ─▶ all of them         Simulation ─▶ Pipeline, Codec, Promo, Streams
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // The data path runs on one thread and is checked for overlapping accesses in every debug
    // build, tests included; a release does not pay for it at each access.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

func library(_ name: String, _ pkgConfig: String?, _ debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let package = Package(
    name: "plaudit",
    products: [
        .executable(name: "plaudit", targets: ["plaudit"]),
        .executable(name: "plaudit-bench", targets: ["PlauditBench"]),
    ],
    targets: [
        library("CRdkafka", "rdkafka", "librdkafka-dev"),
        library("CXXHash", "libxxhash", "libxxhash-dev"),
        library("CYAML", "yaml-0.1", "libyaml-dev"),
        library("CUTF8Proc", nil, "libutf8proc-dev"),
        .systemLibrary(name: "CPrefetch"),
        room("Promo"),
        room("Codec", ["Promo", "CXXHash", "CUTF8Proc"]),
        room("Streams", ["CXXHash", "CPrefetch"]),
        room("Kafka", ["Streams", "CRdkafka"]),
        room("Pipeline", ["Promo", "Codec", "Streams"]),
        room("Simulation", ["Promo", "Codec", "Streams", "Pipeline"]),
        .executableTarget(
            name: "plaudit",
            dependencies: [
                "Promo", "Codec", "Streams", "Kafka", "Pipeline", "Simulation", "CYAML",
            ],
            swiftSettings: swiftSettings),
        .target(name: "CMeasure", path: "Benchmarks/CMeasure"),
        .executableTarget(
            name: "PlauditBench",
            dependencies: [
                "Promo", "Codec", "Streams", "Kafka", "Pipeline", "Simulation", "BrokerSupport",
                "CMeasure",
            ],
            path: "Benchmarks/PlauditBench", swiftSettings: swiftSettings),
        tests("PromoTests", ["Promo"]),
        tests("CodecTests", ["Codec", "Promo"]),
        tests("StreamsTests", ["Streams", "Simulation"]),
        .target(
            name: "BrokerSupport", dependencies: ["Kafka", "Streams", "CRdkafka"],
            path: "Tests/BrokerSupport", swiftSettings: swiftSettings),
        tests("KafkaTests", ["Kafka", "Streams", "BrokerSupport"]),
        tests(
            "PipelineTests", ["Pipeline", "Promo", "Codec", "Streams", "Simulation"],
            exclude: ["Scenarios"]),
        tests("SimulationTests", ["Simulation", "Promo", "Codec"]),
        tests("PlauditTests", ["plaudit", "Promo", "Codec", "Streams", "Pipeline", "Kafka"]),
        tests(
            "EndToEndTests",
            ["plaudit", "BrokerSupport", "Kafka", "Streams", "Pipeline", "Simulation"]),
        tests("HouseTests"),
    ])
