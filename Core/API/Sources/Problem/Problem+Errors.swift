import Engine
import HTTPTypes
import Hummingbird
import Kernel
import Store

extension Problem {
    /// What an error means to the client. What is not foreseen is the server's own mistake and says nothing of its inside.
    init(_ error: any Error, _ wording: Wording) {
        switch error {
        case let failure as Failure: self.init(failure, wording)
        case let refusal as Refusal: self.init(refusal, wording)
        case let invalid as Invalid: self.init(.unprocessableContent, "invalid", wording, errors: wording.errors(invalid))
        case let error as StoreError: self.init(error, wording)
        case RepeatableRequest.Mistake.otherRequest: self.init(.unprocessableContent, "otherRequest", wording)
        case RepeatableRequest.Mistake.answerNotKept: self.init(.conflict, "answerNotKept", wording)
        case let error as any HTTPResponseError: self.init(error.status, wording)
        default: self.init(.internalServerError, "internal", wording)
        }
    }

    private init(
        _ status: HTTPResponse.Status, _ code: String, _ wording: Wording, values: [String: String] = [:],
        errors: [FieldError] = [], headers: HTTPFields = [:]
    ) {
        self.init(
            status: status, code: code, title: wording.title(status), detail: wording.detail("http." + code, values), errors: errors,
            headers: headers)
    }

    private init(_ failure: Failure, _ wording: Wording) {
        var headers: HTTPFields = [:]
        var errors: [FieldError] = []
        switch failure {
        case .badQuery(let invalid): errors = wording.errors(invalid)
        case .tooManyRequests(let fields, let seconds):
            headers = fields
            headers[.retryAfter] = String(seconds)
        case .tooManyQueries, .busy: headers[.retryAfter] = "2"
        case .wrongMetricsToken: headers[.wwwAuthenticate] = "Bearer realm=\"guanxi metrics\""
        case .methodNotAllowed(let allowed): headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        default: break
        }
        self.init(failure.status, failure.code, wording, values: failure.values, errors: errors, headers: headers)
    }

    private init(_ refusal: Refusal, _ wording: Wording) {
        var headers: HTTPFields = [:]
        var errors: [FieldError] = []
        switch refusal {
        case .tooManyAttempts(let seconds): headers[.retryAfter] = String(seconds)
        case .directoryUnreachable: headers[.retryAfter] = "30"
        case .notLoggedIn, .wrongLogin, .challengeEnded: headers[.wwwAuthenticate] = "Bearer realm=\"guanxi\""
        case .stale(_, _, let version): headers[.eTag] = tag(version)
        case .changedSince(_, let fields): errors = wording.errors(Invalid(fields.map { ValueProblem(.changedSince).on($0) }))
        default: break
        }
        let status = Self.status(of: refusal)
        self.init(
            status: status, code: refusal.code, title: wording.title(status), detail: wording.detail(refusal), errors: errors,
            headers: headers)
        if case .merged(_, _, let survivor) = refusal { mergedInto = survivor.description }
    }

    private static func status(of refusal: Refusal) -> HTTPResponse.Status {
        switch refusal {
        case .notLoggedIn, .wrongLogin, .challengeEnded, .singleSignOnFailed: .unauthorized
        case .forbidden, .sessionNeeded, .dutyFirst, .mayNotImpersonate: .forbidden
        case .tooManyAttempts: .tooManyRequests
        case .secondFactorIsOn, .secondFactorIsOff, .notImpersonating: .conflict
        case .notFound, .merged, .unknownResource, .unknownAction: .notFound
        case .stale: .preconditionFailed
        case .notPossible, .stillUsed, .retired, .holdsData, .alreadySetUp, .notUndoable, .alreadyUndone, .changedSince, .notInPool, .poolLimit: .conflict
        case .stillMerged, .mergedSince, .mergeRuns: .conflict
        case .directoryUnreachable: .serviceUnavailable
        case .notSealed: .internalServerError
        }
    }

    private init(_ error: StoreError, _ wording: Wording) {
        switch error {
        case .timedOut: self.init(.serviceUnavailable, "timedOut", wording, headers: [.retryAfter: "10"])
        case .unavailable, .conflict: self.init(.serviceUnavailable, "unavailable", wording, headers: [.retryAfter: "2"])
        case .full: self.init(.insufficientStorage, "storageFull", wording, headers: [.retryAfter: "60"])
        case .cancelled: self.init(.serviceUnavailable, "cancelled", wording)
        // Somebody changed what this change rests on, between its checks and its end.
        case .unique, .foreignKey: self.init(.conflict, "conflict", wording)
        case .badValue: self.init(.unprocessableContent, "badValue", wording)
        default: self.init(.internalServerError, "internal", wording)
        }
    }

    /// Errors of the HTTP library.
    private init(_ status: HTTPResponse.Status, _ wording: Wording) {
        switch status {
        case .notFound: self.init(.notFound, "unknownPath", wording)
        case .contentTooLarge: self.init(.contentTooLarge, "bodyTooLarge", wording, values: ["limit": ""])
        case _ where status.kind == .clientError: self.init(status, "badRequest", wording)
        default: self.init(.internalServerError, "internal", wording)
        }
    }

    /// The codes that stand under `http.` beside those of `Failure`.
    static let codes = [
        "invalid", "internal", "timedOut", "unavailable", "storageFull", "cancelled", "conflict", "badValue", "badRequest", "otherRequest",
        "answerNotKept",
    ]
    /// The statuses that have a title under `http.title.`.
    static let statuses: [HTTPResponse.Status] = [
        .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .conflict, .preconditionFailed, .contentTooLarge,
        .unsupportedMediaType, .unprocessableContent, .uriTooLong, .tooManyRequests,
        .requestHeaderFieldsTooLarge, .internalServerError, .serviceUnavailable, .insufficientStorage,
    ]
}
