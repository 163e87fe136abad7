import CLDAP
import Foundation
import Synchronization

/// The socket of a connection, to be cut when the time is over.
///
/// The library knows no time while TLS is agreed on: with `LDAP_OPT_NETWORK_TIMEOUT`, Debian's asks a silent socket again and again
/// without a pause (it is built with GnuTLS), and without, it waits for ever. So it waits, and what it waits for is ended here.
final class LDAPSocket: Sendable {
    private let descriptor = Mutex<Int32?>(nil)

    /// What the library calls as soon as it is connected, and before it closes. It must outlive the handle.
    func callbacks() -> UnsafeMutablePointer<ldap_conncb> {
        let callbacks = UnsafeMutablePointer<ldap_conncb>.allocate(capacity: 1)
        callbacks.initialize(to: ldap_conncb(
            lc_add: { handle, socket, _, _, callbacks in
                var descriptor: Int32 = -1
                ber_sockbuf_ctrl(socket, LBER_SB_OPT_GET_FD, &descriptor)
                callbacks.map(LDAPSocket.of)?.opened(descriptor)
                // The time was for the connection alone.
                var never = timeval(tv_sec: -1, tv_usec: 0)
                return ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &never)
            },
            lc_del: { _, _, callbacks in callbacks.map(LDAPSocket.of)?.closing() },
            lc_arg: Unmanaged.passUnretained(self).toOpaque()))
        return callbacks
    }

    private static func of(_ callbacks: UnsafeMutablePointer<ldap_conncb>) -> LDAPSocket {
        Unmanaged.fromOpaque(callbacks.pointee.lc_arg).takeUnretainedValue()
    }

    private func opened(_ new: Int32) { descriptor.withLock { $0 = new } }

    /// Its number may belong to another file in a moment.
    private func closing() { descriptor.withLock { $0 = nil } }

    /// Ends it at this time; whoever reads from it learns that there is no more. Cancel what is returned to leave it.
    func cut(at end: ContinuousClock.Instant) -> Task<Void, any Error> {
        Task {
            try await Task.sleep(until: end)
            descriptor.withLock { if let open = $0 { _ = shutdown(open, Int32(SHUT_RDWR)) } }
        }
    }
}
