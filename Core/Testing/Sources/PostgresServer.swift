import Foundation

/// The PostgreSQL server that the tests use.
public enum PostgresServer {
    /// Its URL, of a user who may make databases; from `GUANXI_TEST_POSTGRES`.
    public static var url: String {
        get throws {
            guard let url = ProcessInfo.processInfo.environment["GUANXI_TEST_POSTGRES"], !url.isEmpty else {
                throw Missing()
            }
            return url
        }
    }

    /// The same server, another database.
    static func url(ofDatabase name: String) throws -> String {
        guard var parts = URLComponents(string: try url) else { throw Missing() }
        parts.path = "/\(name)"
        guard let url = parts.string else { throw Missing() }
        return url
    }

    /// Says how to get a server.
    public struct Missing: Error, CustomStringConvertible {
        public let description = """
            The tests need a PostgreSQL server. Run them with script/test, or start one with \
            script/test-postgres start DIR and set GUANXI_TEST_POSTGRES to the URL that it prints.
            """
    }
}
