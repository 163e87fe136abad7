import CPostgres
import Kernel

/// A result of libpq, freed with its last use.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    /// How many rows a statement changed or gave.
    var affected: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What the server says that it did, such as `COMMIT`.
    var command: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    var rows: [Row] {
        let fields = 0..<PQnfields(pointer)
        let columns = fields.map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" }
        let types = fields.map { PQftype(pointer, $0) }
        return (0..<PQntuples(pointer)).map { row in
            var cells: [Stored] = []
            cells.reserveCapacity(columns.count)
            for field in fields { cells.append(cell(row, field, types[Int(field)])) }
            return Row(columns: columns, cells: cells)
        }
    }

    private func cell(_ row: Int32, _ field: Int32, _ type: UInt32) -> Stored {
        guard PQgetisnull(pointer, row, field) == 0, let start = PQgetvalue(pointer, row, field) else { return .null }
        let length = Int(PQgetlength(pointer, row, field))
        return start.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            Stored(postgres: UnsafeBufferPointer(start: bytes, count: length), type)
        }
    }
}

extension Stored {
    /// Reads a cell in PostgreSQL's text form. Types that we do not store ourselves come as text.
    init(postgres cell: UnsafeBufferPointer<UInt8>, _ type: UInt32) {
        switch type {
        case _ where PostgresType.integers.contains(type):
            self = .integer(Int64(ascii: cell) ?? 0)
        case _ where PostgresType.reals.contains(type):
            self = .real(Double(String(decoding: cell, as: UTF8.self)) ?? .nan)
        case PostgresType.flag:
            self = .integer(cell.first == UInt8(ascii: "t") ? 1 : 0)
        case PostgresType.bytes:
            self = .bytes([UInt8](hexadecimal: cell.dropFirst(2)))
        case PostgresType.numeric:
            // The sum of integers is of this type, and so is their average: whole numbers are integers, as in SQLite.
            if let number = Int64(ascii: cell) {
                self = .integer(number)
            } else {
                self = .real(Double(String(decoding: cell, as: UTF8.self)) ?? .nan)
            }
        default:
            self = .text(String(decoding: cell, as: UTF8.self))
        }
    }
}

extension Int64 {
    /// Reads decimal digits with an optional minus sign; nil for anything else, and beyond 64 bits.
    fileprivate init?(ascii digits: UnsafeBufferPointer<UInt8>) {
        let isNegative = digits.first == UInt8(ascii: "-")
        var number: Int64 = 0
        for digit in digits.dropFirst(isNegative ? 1 : 0) {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (shifted, overflows) = number.multipliedReportingOverflow(by: 10)
            // Counted below zero, where there is room for one more.
            let (next, overflowsToo) = shifted.subtractingReportingOverflow(Int64(digit - 0x30))
            if overflows || overflowsToo { return nil }
            number = next
        }
        if !isNegative, number == .min { return nil }
        self = isNegative ? number : -number
    }
}

extension [UInt8] {
    fileprivate init(hexadecimal digits: Slice<UnsafeBufferPointer<UInt8>>) {
        self = []
        reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value = digit <= 0x39 ? digit - 0x30 : digit - 0x57
            if let first = high {
                append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
    }
}
