import Kernel

/// The keys that records are found by: numbers of 64 bits, the same in every run and on every machine.
struct BlockingKeys: Sendable {
    private struct Part {
        let field: Int
        let form: KeyForm
    }

    private let passes: [[Part]]

    init(_ settings: LinkageSettings) {
        passes = settings.passes.map { pass in
            pass.parts.compactMap { part in settings.place(of: part.field).map { Part(field: $0, form: part.form) } }
        }
    }

    /// The keys of one pass, each once; none when a part is missing. `value` gives a field's prepared value.
    func keys(of pass: Int, value: (Int) -> Units) -> [UInt64] {
        guard !passes[pass].isEmpty else { return [] }
        var keys = [Hash.start(UInt64(pass))]
        for part in passes[pass] {
            let forms = Self.forms(of: value(part.field), part.form)
            keys = keys.flatMap { key in forms.map { Hash.append($0, to: key) } }
            if keys.count > Self.most { keys.removeLast(keys.count - Self.most) }
        }
        return Array(Set(keys.map(Hash.finish)))
    }

    private static let most = 24

    private static func forms(of value: Units, _ form: KeyForm) -> [Units] {
        guard !value.isEmpty else { return [] }
        let parts = value.split(separator: .separator, omittingEmptySubsequences: false)
        let whole = Units(parts[0].filter { $0 != .blank })
        let forms: [Units] =
            switch form {
            case .whole: [whole]
            case .sound: Sound.codes(of: parts.count > 1 ? Units(parts[parts.count - 1]) : whole, isChinese: Folding.isIdeograph(UInt32(value[0])))
            case .start: whole.count >= 3 ? [Units(whole.prefix(3))] : []
            case .slips: [whole] + whole.indices.map { place in Units(whole[..<place] + whole[(place + 1)...]) }
            case .year: [Units(value.prefix(4))]
            case .subscriber: value.count >= 7 ? [Units(value.suffix(7))] : []
            case .brand: [parts.count == 5 ? Units(parts[3]) : whole]
            }
        return forms.filter { !$0.isEmpty }
    }
}

/// FNV-1a with the finishing steps of MurmurHash3: short, spread well, and the same wherever it runs.
enum Hash {
    static func start(_ seed: UInt64) -> UInt64 { step(0xCBF2_9CE4_8422_2325, seed) }

    static func append(_ units: Units, to hash: UInt64) -> UInt64 {
        var hash = hash
        for unit in units { hash = step(hash, UInt64(unit)) }
        return step(hash, UInt64(UInt16.separator))
    }

    static func finish(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 33)
    }

    private static func step(_ hash: UInt64, _ value: UInt64) -> UInt64 { (hash ^ value) &* 0x100_0000_01B3 }
}
