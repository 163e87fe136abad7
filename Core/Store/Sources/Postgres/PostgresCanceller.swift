import CPostgres
import Synchronization

/// Asks the server to stop what one connection is doing; the only part of a connection that other threads may use.
final class PostgresCanceller: Sendable {
    // The address of a PGcancel, or 0. As a number, because a pointer may not cross to other threads.
    private let address: Mutex<UInt>

    init(address: UInt) {
        self.address = Mutex(address)
    }

    func cancel() {
        address.withLock { address in
            guard let handle = OpaquePointer(bitPattern: address) else { return }
            var explanation = [CChar](repeating: 0, count: 256)
            PQcancel(handle, &explanation, Int32(explanation.count))
        }
    }

    deinit {
        address.withLock { address in
            if let handle = OpaquePointer(bitPattern: address) { PQfreeCancel(handle) }
        }
    }
}
