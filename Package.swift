// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A room of the house: `folder/Sources` with its tests in `folder/Tests` beside it.
func room(
    _ name: String, in folder: String, knows dependencies: [Target.Dependency], tests: [Target.Dependency],
    resources: [Resource] = [], without others: [String] = []
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies, path: folder, exclude: ["Tests"] + others,
            sources: ["Sources"], resources: resources, swiftSettings: strict),
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + tests, path: "\(folder)/Tests", swiftSettings: strict),
    ]
}

/// A module: a folder under `Modules` with code, pages, texts and tests. It may know the modules it names, and no others.
func module(_ name: String, knows others: [Target.Dependency] = []) -> [Target] {
    room(
        name, in: "Modules/\(name)", knows: ["Kernel", "Engine"] + others, tests: ["TestKit", "API"],
        resources: [.copy("Texts"), .copy("Web")], without: ["README.md"])
}

let core: [Target] = [
    .systemLibrary(name: "CPostgres", path: "Core/Store/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CZlib", path: "Core/API/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CQRCode", path: "Core/API/CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CSodium", path: "Core/Engine/CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "COpenSSL", path: "Core/Engine/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZip", path: "Core/Formats/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", path: "Core/Formats/CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CXLSXWriter", path: "Core/Formats/CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CPango", path: "Core/Documents/CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CLDAP", path: "Core/Directory/CLDAP", pkgConfig: "ldap", providers: [.apt(["libldap-dev"])]),
]
    + room("Kernel", in: "Core/Kernel", knows: [], tests: [])
    + room(
        "Store", in: "Core/Store", knows: ["Kernel", "CPostgres", .product(name: "GRDB", package: "GRDB.swift")], tests: ["TestKit"],
        without: ["CPostgres"])
    + room(
        "Formats", in: "Core/Formats", knows: ["Kernel", "CZip", "CExpat", "CXLSXWriter"], tests: ["CZip"],
        without: ["CZip", "CExpat", "CXLSXWriter"])
    + room(
        "Engine", in: "Core/Engine", knows: ["Kernel", "Store", "Formats", "CSodium", "COpenSSL"], tests: ["TestKit"], resources: [.copy("Texts")],
        without: ["CSodium", "COpenSSL"])
    + room(
        "API", in: "Core/API",
        knows: [
            "Kernel", "Store", "Engine", "CZlib", "CQRCode", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ],
        tests: ["TestKit", .product(name: "HummingbirdTesting", package: "hummingbird")], without: ["CZlib", "CQRCode"])
    + room(
        "SingleSignOn", in: "Core/SingleSignOn",
        knows: [
            "Kernel", "Engine", "CSodium", .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "JWTKit", package: "jwt-kit"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ],
        tests: [])
    + room(
        "Webhooks", in: "Core/Webhooks",
        knows: [
            "Kernel", "Store", "Engine", "CSodium", .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        ],
        tests: [
            "TestKit", "API", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
        ],
        resources: [.copy("Texts")])
    + [
        .target(
            name: "Web", path: "Web", exclude: ["Tests", "README.md"], sources: ["Sources"], resources: [.copy("Pages")],
            swiftSettings: strict)
    ]
    + room(
        "Documents", in: "Core/Documents", knows: ["Kernel", "CPango"], tests: ["Kernel"],
        resources: [.copy("Texts"), .copy("Examples")], without: ["CPango"])
    + room(
        "Paperwork", in: "Core/Paperwork", knows: ["Kernel", "Engine", "Documents"],
        tests: [
            "TestKit", "API", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
        ],
        resources: [.copy("Texts"), .copy("Examples")])
    + room("Linkage", in: "Core/Linkage", knows: ["Kernel"], tests: [])
    + room(
        "Inspection", in: "Core/Inspection", knows: ["Kernel", "Engine", "Linkage"], tests: ["Kernel", "Engine"], resources: [.copy("Texts")])
    + room("Directory", in: "Core/Directory", knows: ["Engine", "CLDAP"], tests: ["Engine"], without: ["CLDAP"])
    + room(
        "Mail", in: "Core/Mail",
        knows: [
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ],
        tests: ["TestKit"])
    + room(
        "Correspondence", in: "Core/Correspondence", knows: ["Kernel", "Store", "Engine", "Mail", "Documents", "Paperwork"],
        tests: ["Kernel", "Store", "Engine", "Mail", "TestKit", "API", .product(name: "HummingbirdTesting", package: "hummingbird")],
        resources: [.copy("Texts")])
    + [.target(name: "TestKit", dependencies: ["Kernel", "Store", "Engine"], path: "Core/Testing/Sources", swiftSettings: strict)]

let modules: [Target] =
    module("Customers", knows: ["Store"])
    + module("DataQuality", knows: ["Store", "Customers", "Linkage", "Inspection"])
    + module("Grades", knows: ["Store", "Customers"])

let app: [Target] = [
    .executableTarget(
        name: "guanxi",
        dependencies: [
            "Kernel", "Store", "Engine", "API", "SingleSignOn", "Directory", "Webhooks", "Paperwork", "Correspondence", "Inspection", "Web", "Customers", "DataQuality", "Grades",
            .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
            .product(name: "Logging", package: "swift-log"), .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HummingbirdTLS", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ],
        path: "App/Sources", swiftSettings: strict),
    .executableTarget(
        name: "guanxi-bench",
        dependencies: [
            "Kernel", "Store", "Engine", "API", "Customers", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
        ],
        path: "Bench/Sources", swiftSettings: strict),
    .testTarget(name: "AppTests", dependencies: ["guanxi", "API", "TestKit"], path: "App/Tests", swiftSettings: strict),
]

let package = Package(
    name: "guanxi",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: core + modules + app
)
