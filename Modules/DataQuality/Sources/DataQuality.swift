public import Engine
public import Foundation
public import Kernel
public import Store

/// Whether what is written about customers is complete, right and written once. This file is the module's table of contents.
public struct DataQuality: Module {
    public let name = "DataQuality"

    public let entities: [EntityDefinition] = [
        DuplicatePair.schema.definition,
        MatchSettings.schema.definition,
        CleansingTask.schema.definition,
        UnitQuality.schema.definition,
    ]

    public let hooks = MatchKeys.hooks + DuplicatePair.hooks + MatchSettings.hooks + Quality.hooks + CleansingTask.hooks
    public let jobs = [FindDuplicates.job, MatchKeys.rebuilding, UnitQuality.measuring, CleansingTask.making, FileCheck.job, FileCheckTables.purge]
    public let subscribers = [DuplicatePair.subscriber]
    public let routines = [MatchKeys.routine]
    public let tables: [TablePlan] = MatchKeys.plans + FileCheckTables.plans
    public let endpoints: [Endpoint] = [DuplicateCheck.endpoint, AddressEndpoint.parsing, UnitFigures.endpoint, ImportQuality.endpoint] + FileCheckAnswers.endpoints

    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }
    public var pages: URL? { Bundle.module.url(forResource: "Web", withExtension: nil) }

    public init() {}
}
