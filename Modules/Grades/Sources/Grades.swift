public import Engine
public import Foundation
public import Kernel

/// What a customer is worth to us by readable rules, and what that entitles it to. This file is the module's table of contents.
public struct Grades: Module {
    public let name = "Grades"

    public let entities = [GradeRule.schema.definition, GradeChange.schema.definition, GradeBenefit.schema.definition]
    public let hooks = GradeRule.hooks + GradeChange.hooks + GradeBenefit.hooks + HandGrading.hooks
    public let endpoints = Self.evidence + Self.overriding + Self.trial
    public let jobs: [JobKind]
    public let subscribers: [Subscriber]

    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }
    public var pages: URL? { Bundle.module.url(forResource: "Web", withExtension: nil) }

    public init() {
        let watch = GradeWatch()
        jobs = [Self.recalculationJob(watch), Self.changedJob(watch)]
        subscribers = [watch.subscriber]
    }
}
