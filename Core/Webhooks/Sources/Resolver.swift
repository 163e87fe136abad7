import Foundation
import Kernel

/// Looks up names as the system does, hosts file included.
enum Resolver {
    struct NotFound: Error {}

    /// All addresses of a host: of a name, of an address, and of what else the system takes for one, such as `0x7f.1`.
    ///
    /// A look-up cannot be stopped. It runs on a thread of its own, which a cancelled caller leaves behind.
    static func addresses(of host: String) async throws -> [IPAddress] {
        let (answers, answer) = AsyncStream.makeStream(of: [IPAddress]?.self)
        Thread.detachNewThread {
            answer.yield(lookUp(host))
            answer.finish()
        }
        for await found in answers {
            guard let found, !found.isEmpty else { throw NotFound() }
            return found
        }
        throw CancellationError()
    }

    /// Nil where there is none, or one that cannot be judged.
    private static func lookUp(_ host: String) -> [IPAddress]? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return nil }
        defer { freeaddrinfo(first) }
        var found: [IPAddress] = []
        for info in sequence(first: first, next: { $0?.pointee.ai_next }).compactMap({ $0?.pointee }) {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard getnameinfo(info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
            // An address with a zone, such as fe80::1%eth0, is none of the internet.
            guard let address = IPAddress(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)) else { return nil }
            found.append(address)
        }
        return found
    }
}
