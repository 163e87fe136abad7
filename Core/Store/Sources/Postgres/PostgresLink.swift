import CPostgres
import Kernel

/// One connection of libpq. It stays with the actor that opened it.
final class PostgresLink {
    let connection: OpaquePointer
    let canceller: PostgresCanceller
    private var statements = PreparedStatements(most: 200)

    /// A server that lost its client in the middle of a long query goes on computing unless it looks now and then (milliseconds).
    private static let connectionCheck = "SET client_connection_check_interval = 5000"

    /// As libpq counts versions; the setting above came with this one.
    private static let oldestServer: Int32 = 140_000

    init(url: String) throws {
        // What stands before dbname may be said otherwise in the URL; what stands after it may not.
        let settings = [
            ("application_name", "guanxi"), ("connect_timeout", "5"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let opened = withTerminatedStrings(settings.map(\.0)) { keywords in
            withTerminatedStrings(settings.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let opened else { throw StoreError.unavailable("libpq has no memory for a connection.") }
        connection = opened
        canceller = PostgresCanceller(address: UInt(bitPattern: PQgetCancel(opened)))
        guard PQstatus(opened) == CONNECTION_OK else {
            throw StoreError.unavailable(lastMessage)
        }
        // Notices say what the results say already; libpq would print them.
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        guard PQserverVersion(opened) >= Self.oldestServer else {
            let version = PQparameterStatus(opened, "server_version").map { String(cString: $0) } ?? "?"
            throw StoreError.unavailable("PostgreSQL 14 or newer is needed; this server is \(version).")
        }
        guard PQparameterStatus(opened, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw StoreError.unavailable("The PostgreSQL database must have the encoding UTF8.")
        }
        for setting in ["SET TIME ZONE 'UTC'", "SET standard_conforming_strings = on", "SET extra_float_digits = 1", Self.connectionCheck] {
            try command(setting)
        }
    }

    deinit {
        PQfinish(connection)
    }

    /// Whether it can take no more queries.
    var isBroken: Bool { PQstatus(connection) == CONNECTION_BAD }
    var isIdle: Bool { PQtransactionStatus(connection) == PQTRANS_IDLE }
    var hasFailedTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INERROR }

    var lastMessage: String {
        PQerrorMessage(connection).map { String(cString: $0).trimmed } ?? ""
    }

    /// Runs a statement of ours, such as BEGIN, without parameters.
    @discardableResult
    func command(_ text: String) throws -> PostgresResult {
        try checked(PQexec(connection, text))
    }

    /// Runs a statement, prepared and kept if that pays.
    func run(_ text: String, _ binds: [Stored]) throws -> PostgresResult {
        guard PreparedStatements.pays(for: text, parameters: binds.count) else { return try runOnce(text, binds) }
        let parameters = try PostgresParameters(binds)
        let name = try statements.name(for: text, parameters.types) ?? prepare(text, parameters)
        return try parameters.withPointers { values, lengths, formats in
            try checked(PQexecPrepared(connection, name, Int32(binds.count), values, lengths, formats, 0))
        }
    }

    /// Runs a statement that will not come again, or cannot be prepared.
    func runOnce(_ text: String, _ binds: [Stored]) throws -> PostgresResult {
        let parameters = try PostgresParameters(binds)
        return try parameters.withPointers { values, lengths, formats in
            try checked(
                PQexecParams(connection, text, Int32(binds.count), parameters.types, values, lengths, formats, 0))
        }
    }

    private func prepare(_ text: String, _ parameters: PostgresParameters) throws -> String {
        for name in statements.makeRoom() { try command("DEALLOCATE \(name)") }
        let name = statements.newName()
        try checked(PQprepare(connection, name, text, Int32(parameters.types.count), parameters.types))
        var types = parameters.types
        // For a NULL the server has chosen the type: it serves values of that type too.
        if types.contains(0) {
            let description = try checked(PQdescribePrepared(connection, name))
            types = types.indices.map { PQparamtype(description.pointer, Int32($0)) }
        }
        statements.keep(name, for: text, types)
        return name
    }

    /// Forgets all prepared statements: the tables that they read have changed.
    func forgetStatements() throws {
        statements.removeAll()
        try command("DEALLOCATE ALL")
    }

    @discardableResult
    func checked(_ pointer: OpaquePointer?) throws -> PostgresResult {
        guard let pointer else { throw StoreError.unavailable(lastMessage) }
        let result = PostgresResult(pointer)
        if let error = result.error(isBroken: isBroken) { throw error }
        return result
    }
}

extension String {
    fileprivate var trimmed: String {
        String(decoding: utf8.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
    }
}
