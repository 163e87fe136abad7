import CXLSXWriter
import Kernel

/// The number formats of cells.
final class CellFormats {
    typealias Format = UnsafeMutablePointer<lxw_format>

    let title: Format?
    let text: Format?
    let date: Format?
    let dateTime: Format?
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var amounts: [Currency: Format] = [:]

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        self.workbook = workbook
        title = workbook_add_format(workbook)
        format_set_bold(title)
        // So that what somebody types into the cell later remains text too.
        text = Self.format(workbook, "@")
        date = Self.format(workbook, "yyyy-mm-dd")
        dateTime = Self.format(workbook, "yyyy-mm-dd hh:mm:ss")
    }

    func money(_ currency: Currency) -> Format? {
        if let known = amounts[currency] { return known }
        // The yuan by its sign as Chinese Excel has it; others by their code, because $ and ¥ belong to several.
        let sign = currency == .yuan ? "[$¥-804]" : "[$\(currency.code)] "
        let places = currency.places == 0 ? "" : "." + String(repeating: "0", count: currency.places)
        amounts[currency] = Self.format(workbook, "\(sign)#,##0\(places)")
        return amounts[currency]
    }

    private static func format(_ workbook: UnsafeMutablePointer<lxw_workbook>, _ code: String) -> Format? {
        let format = workbook_add_format(workbook)
        format_set_num_format(format, code)
        return format
    }
}
