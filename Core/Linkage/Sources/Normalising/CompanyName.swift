import Kernel

/// The name of an organisation, taken apart: what tells it from others, where it is, and which part of it this is.
///
///     CompanyName("深圳市宏途科技有限公司")           // core 宏途科技, region 深圳
///     CompanyName("宏途科技（深圳）有限公司广州分公司")   // core 宏途科技, region 深圳, branch 广州分公司
struct CompanyName {
    /// What is left without forms, regions and branches. Never empty unless the name is.
    private(set) var core: Units
    private(set) var region: Units = []
    private(set) var branch: Units = []
    /// The core without what the company does, as 宏途.
    private(set) var brand: Units
    /// The pinyin of the core.
    private(set) var read: Units = []

    init(_ text: String) {
        let words = Folded.words(text)
        (core, brand) = ([], [])
        if words.joined().contains(where: { Folding.isIdeograph(UInt32($0)) }) { readChinese(words) } else { readLatin(words) }
    }

    private mutating func readChinese(_ words: [Units]) {
        var rest: Units = []
        for word in words {
            // A region in brackets.
            if words.count > 1, let place = Regions.whole(word) { region = region.isEmpty ? place : region } else { rest += word }
        }
        let whole = rest
        takeBranch(from: &rest)
        takeForms(from: &rest)
        while let place = Regions.prefix(of: rest[...]), rest.count - place.count >= 2 {
            // The city says more than the province before it.
            region = place.name
            rest.removeFirst(place.count)
        }
        core = rest.isEmpty ? whole : rest
        brand = core
        if let trade = CompanyWords.trades.first(where: { core.ends(with: $0) && core.count - $0.count >= 2 }) { brand.removeLast(trade.count) }
        let readings = Readings.of(core.compactMap { Unicode.Scalar($0) }, isName: false)
        read = readings.flatMap { $0.first?.letters.map(UInt16.init) ?? [] }
    }

    /// 宏途科技有限公司广州分公司: what stands behind the form. 招商银行深圳支行: the word, with the region before it.
    private mutating func takeBranch(from rest: inout Units) {
        guard let word = CompanyWords.branches.first(where: { rest.ends(with: $0) && rest.count > $0.count + 1 }) else { return }
        for form in CompanyWords.forms where form.count >= 2 {
            if let place = rest.firstPlace(of: form), place >= 2, place + form.count < rest.count - word.count + 1 {
                branch = Units(rest[(place + form.count)...])
                rest.removeLast(branch.count)
                return
            }
        }
        let head = rest.dropLast(word.count)
        let place = (3..<max(head.count, 3)).first { Regions.prefix(of: head[$0...])?.count == head.count - $0 }
        branch = Units(rest[(place ?? head.count)...])
        rest.removeLast(branch.count)
    }

    private func takeForms(from rest: inout Units) {
        while let form = CompanyWords.forms.first(where: { rest.ends(with: $0) && rest.count - $0.count >= 2 }) { rest.removeLast(form.count) }
    }

    private mutating func readLatin(_ words: [Units]) {
        let place = words.firstIndex { CompanyWords.latinBranches.contains($0) }
        if let place, place > 1 { branch = words[place - 1] + words[place] }
        let head = place.map { $0 > 1 ? Array(words[..<($0 - 1)]) : words } ?? words
        let telling = head.filter { !CompanyWords.latinForms.contains($0) }
        core = Units((telling.isEmpty ? words : telling).joined())
        (brand, read) = (core, core)
    }
}

extension Units {
    func ends(with end: Units) -> Bool { count >= end.count && self[(count - end.count)...].elementsEqual(end) }

    func firstPlace(of part: Units) -> Int? {
        guard !part.isEmpty, count >= part.count else { return nil }
        return (0...(count - part.count)).first { self[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
