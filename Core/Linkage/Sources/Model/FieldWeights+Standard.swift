extension FieldWeights {
    /// Chances to begin with, in the order of `Grade`: different, faint, alike, near, equal, swapped.
    static func standard(of comparator: Comparator) -> FieldWeights {
        switch comparator {
        case .person: FieldWeights(m: [0.04, 0.02, 0.04, 0.06, 0.83, 0.01], u: [0.975, 0.02, 0.002, 0.0012, 0.0008, 0.0005])
        case .company: FieldWeights(m: [0.04, 0.04, 0.12, 0.15, 0.65, 0], u: [0.9967, 0.003, 0.0002, 0.00005, 0.00002, 0])
        case .phone: FieldWeights(m: [0.27, 0, 0.02, 0.03, 0.68, 0], u: [0.99998, 0, 0.000005, 0.000005, 0.000005, 0])
        case .identity: FieldWeights(m: [0.02, 0, 0.01, 0.03, 0.94, 0], u: [0.999999, 0, 1e-7, 5e-7, 2e-8, 0])
        case .mail: FieldWeights(m: [0.25, 0, 0.05, 0.02, 0.68, 0], u: [0.99998, 0, 0.00001, 0.000002, 0.000003, 0])
        case .date: FieldWeights(m: [0.02, 0.01, 0.02, 0.05, 0.9, 0], u: [0.95, 0.02, 0.029, 0.001, 0.00005, 0])
        case .address: FieldWeights(m: [0.2, 0.1, 0.15, 0.2, 0.35, 0], u: [0.85, 0.13, 0.019, 0.0006, 0.00005, 0])
        case .number: FieldWeights(m: [0.1, 0, 0.05, 0.1, 0.74, 0.01], u: [0.88, 0, 0.05, 0.06, 0.01, 0.001])
        case .postcode: FieldWeights(m: [0.05, 0, 0.05, 0.08, 0.82, 0], u: [0.93, 0, 0.05, 0.015, 0.005, 0])
        case .text: FieldWeights(m: [0.06, 0.02, 0.06, 0.12, 0.73, 0.01], u: [0.97, 0.02, 0.005, 0.002, 0.003, 0.0005])
        case .code: FieldWeights(m: [0.08, 0, 0, 0, 0.92, 0], u: [0.8, 0, 0, 0, 0.2, 0])
        }
    }
}
