import Foundation
import Kernel

/// Makes rows of the elements of a sheet.
final class SheetContents: XMLHandler {
    private(set) var merged: [MergedCells] = []

    private let part: String
    private let parts: SheetParts
    private let strings: SharedStrings?
    private var rows: [SheetRow] = []
    private var number = 0
    private var cells: [SheetCell] = []
    private var rowBytes = 0
    /// Of the texts of rows that nobody has taken yet. A few bytes may name the same long text a thousand times.
    private var waitingBytes = 0
    private var cell = OpenCell()
    /// Of the row, or before its first cell -1.
    private var column = -1

    private static let mostMerged = 10_000

    init(_ part: String, _ parts: SheetParts, _ strings: SharedStrings?) {
        (self.part, self.parts, self.strings) = (part, parts, strings)
    }

    /// The rows that came since the last call.
    func take() -> [SheetRow] {
        defer { (rows, waitingBytes) = ([], 0) }
        return rows
    }

    func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError) {
        if element == "c" {
            try beginCell(attributes)
        } else if element == "v" {
            cell.isInValue = true
        } else if element == "row" {
            try beginRow(attributes)
        } else if element == "f" {
            cell.isFormula = true
        } else if element == "is" {
            cell.text = RichText(isOpen: true)
        } else if element == "mergeCell" {
            try addMerged(attributes)
        } else {
            cell.text.begin(element)
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(WorkbookError) {
        if cell.isInValue { cell.value += bytes } else { cell.text.add(bytes) }
        guard cell.value.count <= parts.limits.cellBytes, cell.text.count <= parts.limits.cellBytes else { throw .tooLarge(.cellBytes) }
    }

    func end(_ element: XMLName) throws(WorkbookError) {
        if element == "v" {
            cell.isInValue = false
        } else if element == "c" {
            try endCell()
        } else if element == "row" {
            if !cells.isEmpty { rows.append(SheetRow(number: number, cells: cells)) }
            cells = []
        } else {
            cell.text.end(element)
        }
    }

    private func beginRow(_ attributes: XMLAttributes) throws(WorkbookError) {
        // A row or a cell that does not say where it is follows the one before it.
        let next = attributes.integer("r") ?? number + 1
        guard next > number else { throw .damaged(part: part) }
        guard next <= parts.limits.rows else { throw .tooLarge(.rows) }
        (number, column, rowBytes, cells) = (next, -1, 0, [])
    }

    private func beginCell(_ attributes: XMLAttributes) throws(WorkbookError) {
        let next = attributes.bytes("r").map(Self.column) ?? column + 1
        guard let next, next > column else { throw .damaged(part: part) }
        guard next < parts.limits.columns else { throw .tooLarge(.columns) }
        column = next
        cell.begin(type: attributes.bytes("t"), style: attributes.integer("s") ?? 0)
    }

    private func endCell() throws(WorkbookError) {
        guard let value = try value() else { return }
        if case .text(let text) = value {
            rowBytes += text.utf8.count
            waitingBytes += text.utf8.count
        }
        guard rowBytes <= parts.limits.rowBytes, waitingBytes <= parts.limits.waitingBytes else { throw .tooLarge(.rowBytes) }
        cells.append(SheetCell(column: column, value: value))
    }

    /// Nil for an empty cell.
    private func value() throws(WorkbookError) -> SheetValue? {
        if cell.type == .inlineText { return Self.text(cell.text.finish()) }
        guard !cell.value.isEmpty else { return cell.isFormula ? (cell.type == .formulaText ? nil : .uncalculated) : nil }
        switch cell.type {
        case .inlineText, .formulaText: return Self.text(CellEscapes.removed(from: cell.value))
        case .sharedText:
            guard let index = Int(cell.valueText), let text = strings?[index] else { throw .damaged(part: part) }
            return text.isEmpty ? nil : .text(text)
        case .flag: return .flag(cell.value == [0x31] || cell.valueText == "true")
        case .error: return .error(cell.valueText)
        case .date: return moment(cell.valueText) ?? .text(cell.valueText)
        case .number: return self.number(cell.value)
        }
    }

    private func number(_ bytes: [UInt8]) -> SheetValue {
        guard let number = SheetNumber(bytes) else { return .text(String(decoding: bytes, as: UTF8.self)) }
        if parts.formats.indices.contains(cell.style), let format = parts.formats[cell.style], let serial = Double(number.written),
            let moment = parts.calendar.value(serial, format)
        {
            return moment
        }
        return .number(number)
    }

    /// `2026-11-22`, `2026-11-22T14:30:00` of strict workbooks.
    private func moment(_ text: String) -> SheetValue? {
        if let day = Day(text) { return .date(day) }
        let utc = text.hasSuffix("Z") ? text : text + "Z"
        guard let day = Day(text.prefix(10)), let instant = Instant(utc) else { return nil }
        let milliseconds = Int(instant.milliseconds) - day.number * 86_400_000
        return .dateTime(LocalDateTime(day: day, milliseconds: milliseconds))
    }

    private func addMerged(_ attributes: XMLAttributes) throws(WorkbookError) {
        guard merged.count < Self.mostMerged, let range = attributes["ref"] else { return }
        let ends = range.split(separator: ":")
        guard ends.count == 2, let (first, last) = Self.corners(ends), first.row <= last.row, first.column <= last.column else { return }
        merged.append(MergedCells(rows: first.row...last.row, columns: first.column...last.column))
    }

    private static func text(_ bytes: [UInt8]) -> SheetValue? {
        bytes.isEmpty ? nil : .text(String(decoding: bytes, as: UTF8.self))
    }
}

/// The cell between its tags.
private struct OpenCell {
    enum Kind { case number, sharedText, inlineText, formulaText, flag, error, date }

    var type = Kind.number
    var style = 0
    var value: [UInt8] = []
    var text = RichText()
    var isInValue = false
    var isFormula = false

    mutating func begin(type written: UnsafePointer<CChar>?, style: Int) {
        type = written.map(Self.kind) ?? .number
        self.style = style
        value.removeAll(keepingCapacity: true)
        text = RichText()
        (isInValue, isFormula) = (false, false)
    }

    var valueText: String { String(decoding: value, as: UTF8.self) }

    private static func kind(_ written: UnsafePointer<CChar>) -> Kind {
        switch String(cString: written) {
        case "s": .sharedText
        case "inlineStr": .inlineText
        case "str": .formulaText
        case "b": .flag
        case "e": .error
        case "d": .date
        default: .number
        }
    }
}

extension SheetContents {
    /// 27 of `AB12`; nil without letters.
    private static func column(_ reference: UnsafePointer<CChar>) -> Int? {
        var number = 0, next = reference
        while case let letter = Int(next.pointee) & ~0x20, (0x41...0x5A).contains(letter), number < 1 << 20 {
            number = number * 26 + letter - 0x40
            next += 1
        }
        return number == 0 ? nil : number - 1
    }

    private static func corners(_ ends: [Substring]) -> (first: (row: Int, column: Int), last: (row: Int, column: Int))? {
        let places = ends.compactMap { end in
            Int(end.drop { $0.isLetter }).flatMap { row in String(end).withCString(column).map { (row: row, column: $0) } }
        }
        return places.count == 2 ? (places[0], places[1]) : nil
    }
}
