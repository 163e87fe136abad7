import Foundation
import Kernel
import Synchronization

/// Seals values that must not lie open in the database, and finds them again without opening them.
///
/// A sealed value is `v1.<key id>.<Base64>`: AES-256-GCM, bound to its entity, field and record, so that it cannot be moved to
/// another row. Its digest is an HMAC of the value under the field's name: equal values have equal digests, and only who has the key
/// can make one.
public final class Vault: Sendable {
    private struct State {
        var ring: KeyRing
        var loaded: ContinuousClock.Instant
    }

    /// Where the ring comes from; asked again now and then, so that a new key is known without a restart.
    private let source: @Sendable () throws -> KeyRing
    private let state: Mutex<State>

    /// How a sealed value begins; no JSON and no number does.
    static let prefix = "v1."

    /// How long another server may go on with the ring that it has; `KeyRotation` waits longer.
    static let reloadInterval = Duration.seconds(10)

    public init(_ source: @escaping @Sendable () throws -> KeyRing) throws {
        self.source = source
        state = Mutex(State(ring: try source(), loaded: .now))
    }

    /// The ring as it is now. A source that fails meanwhile leaves the old one in use.
    var ring: KeyRing { ring(atMost: Self.reloadInterval) }

    private func ring(atMost age: Duration) -> KeyRing {
        state.withLock { state in
            if .now - state.loaded >= age {
                state.loaded = .now
                if let new = try? source() { state.ring = new }
            }
            return state.ring
        }
    }

    private func key(_ id: Substring, _ known: KeyRing?) -> KeyRing.Key? {
        (known ?? ring).keys.first { $0.id == id } ?? ring(atMost: .seconds(1)).keys.first { $0.id == id }
    }

    package func seal(_ text: String, for place: String) -> String? {
        guard let key = ring.keys.first, let bytes = Crypto.encrypt(Array(text.utf8), key: key.sealing, context: Array(place.utf8)) else {
            return nil
        }
        return "\(Self.prefix)\(key.id).\(Data(bytes).base64EncodedString())"
    }

    /// Nil when the value was not sealed here, for this place, with a key of the ring.
    ///
    /// - Parameter ring: what was asked for a moment ago, where many values are opened.
    package func open(_ sealed: String, for place: String, _ ring: KeyRing? = nil) -> String? {
        let parts = sealed.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count == 3, parts[0] == "v1", let key = key(parts[1], ring), let data = Data(base64Encoded: String(parts[2])),
            let open = Crypto.decrypt(Array(data), key: key.sealing, context: Array(place.utf8))
        else { return nil }
        return String(validating: open, as: UTF8.self)
    }

    /// The digest that the newest key makes, and those that values may still have which older keys sealed.
    func digests(_ text: String, of field: String) -> [String] {
        ring.keys.map { key in
            Data(Crypto.hmac("\(field):\(text)", key: key.finding).prefix(18)).base64EncodedString()
        }
    }
}
