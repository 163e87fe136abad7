import CPostgres
import Kernel

/// Many rows at once, by COPY: one statement, one answer, no parameter.
extension PostgresLink {
    private static let pieceLength = 1 << 16

    func copy(_ rows: [[Stored]], by insertion: Insertion) throws {
        try checked(PQexec(connection, insertion.copy))
        do {
            var piece: [UInt8] = []
            piece.reserveCapacity(Self.pieceLength + 4_096)
            for row in rows {
                try Self.write(row, to: &piece)
                if piece.count >= Self.pieceLength { try send(&piece) }
            }
            try send(&piece)
        } catch {
            PQputCopyEnd(connection, "the rows could not be written")
            while let result = PQgetResult(connection) { PQclear(result) }
            throw error
        }
        guard PQputCopyEnd(connection, nil) == 1 else { throw StoreError.unavailable(lastMessage) }
        var failure: (any Error)?
        while let pointer = PQgetResult(connection) {
            let result = PostgresResult(pointer)
            failure = failure ?? result.error(isBroken: isBroken)
        }
        if let failure { throw failure }
    }

    private func send(_ piece: inout [UInt8]) throws {
        let sent = piece.withUnsafeBytes { bytes in
            PQputCopyData(connection, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard sent == 1 else { throw StoreError.unavailable(lastMessage) }
        piece.removeAll(keepingCapacity: true)
    }

    /// One line of COPY's text form: tabs between the cells, `\N` for NULL.
    private static func write(_ row: [Stored], to piece: inout [UInt8]) throws {
        for (place, cell) in row.enumerated() {
            if place > 0 { piece.append(UInt8(ascii: "\t")) }
            switch cell {
            case .null: piece.append(contentsOf: "\\N".utf8)
            case .integer(let number): piece.append(contentsOf: String(number).utf8)
            case .real(let number):
                try cell.checkStorable()
                piece.append(contentsOf: "\(number)".utf8)
            case .text(var text):
                try cell.checkStorable()
                text.withUTF8 { escape($0, to: &piece) }
            case .bytes(let bytes):
                piece.append(contentsOf: "\\\\x".utf8)
                for byte in bytes { piece.append(contentsOf: [digit(byte >> 4), digit(byte & 15)]) }
            }
        }
        piece.append(UInt8(ascii: "\n"))
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, to piece: inout [UInt8]) {
        var start = text.startIndex
        for place in text.indices {
            let letter: Unicode.Scalar
            switch text[place] {
            case 0x5C: letter = "\\"
            case 0x09: letter = "t"
            case 0x0A: letter = "n"
            case 0x0D: letter = "r"
            default: continue
            }
            piece.append(contentsOf: text[start..<place])
            piece.append(contentsOf: [0x5C, UInt8(ascii: letter)])
            start = place + 1
        }
        piece.append(contentsOf: text[start...])
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
