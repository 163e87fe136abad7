import Engine
import HTTPTypes
import Hummingbird
import Kernel

extension Request {
    /// What makes this request the same as another one with its key; nil when the client gave none.
    func repeatable(_ actor: Actor, body: JSON?) throws -> RepeatableRequest? {
        let keys = headers[values: .idempotencyKey]
        guard let key = keys.first else { return nil }
        guard keys.count == 1, (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure.badIdempotencyKey
        }
        return RepeatableRequest(
            key: key, actor: actor, contents: [method.rawValue, uri.path, uri.query ?? "", body?.text ?? ""])
    }

    /// For changes of which a repetition would not be noticed: better no promise than one that is not kept.
    func refuseIdempotencyKey() throws {
        guard headers[.idempotencyKey] == nil else { throw Failure.noIdempotency }
    }
}

extension KeptAnswer {
    init(status: HTTPResponse.Status, json: [UInt8], _ headers: HTTPFields = [:]) {
        self.init(
            status: status.code, headers: Dictionary(headers.map { ($0.name.rawName, $0.value) }, uniquingKeysWith: { first, _ in first }),
            body: String(decoding: json, as: UTF8.self))
    }

    func response(isReplay: Bool) -> Response {
        var fields: HTTPFields = [:]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if isReplay { fields[.idempotencyReplayed] = "true" }
        let status = HTTPResponse.Status(code: status)
        return body.isEmpty ? Response(status: status, headers: fields) : .json(Array(body.utf8), status: status, headers: fields)
    }
}

extension Routes {
    /// Makes a change in a transaction of its own, once for each `Idempotency-Key`.
    func changing(
        _ request: Request, _ context: MemberContext, body: JSON?, _ change: @escaping @Sendable (Door) throws -> KeptAnswer
    ) async throws -> Response {
        let repeatable = try request.repeatable(context.actor, body: body)
        let (answer, isReplay) = try await engine.write(as: context.actor, limit: Self.writeLimit) { door in
            try repeatable.map { try door.once($0) { try change(door) } } ?? (try change(door), false)
        }
        return answer.response(isReplay: isReplay)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = known("Idempotency-Key")
    static let idempotencyReplayed = known("Idempotency-Replayed")
}
