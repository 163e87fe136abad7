public import Engine
public import Foundation
public import Kernel

/// Whether what is written about customers is complete, right and written once. This file is the module's table of contents.
public struct DataQuality: Module {
    public let name = "DataQuality"

    public let entities: [EntityDefinition] = []

    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }
    public var pages: URL? { Bundle.module.url(forResource: "Web", withExtension: nil) }

    public init() {}
}
