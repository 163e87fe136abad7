import Engine
import Hummingbird
import Kernel

/// What there is: pages and programs draw themselves from it.
extension Routes {
    func addMetadata(to table: RouteTable<MemberContext>) {
        table.get("/metadata") { request, context in
            _ = try QueryParameters(request).only()
            let actor = context.actor
            let layouts = try await engine.read(as: actor, on: context.catalogue) { try $0.layouts(for: actor) }
            let json = Metadata(context.catalogue, context.language, actor, engine.permissions, layouts).json
            let bytes = Array(json.text.utf8)
            let tag = "\"\(context.language.rawValue)-\(fingerprint(bytes))\""
            let headers: HTTPFields = [.eTag: tag, .contentLanguage: context.language.rawValue]
            return request.has(tag) ? Response(status: .notModified, headers: headers) : .json(bytes, headers: headers)
        }
    }
}

/// FNV-1a: tells contents apart, proves nothing.
func fingerprint(_ bytes: [UInt8]) -> String {
    String(bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 36)
}
