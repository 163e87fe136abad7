public import Kernel

extension CustomerRelation {
    /// What `from` is to `to`. Texts: `option.customerRelation.type.<tie>`, and from the other end `inverse.customerRelation.type.<tie>`.
    public enum Tie: String, Choice {
        /// Parent company; from the other end, subsidiary.
        case parent
        case guarantor, spouse
        /// Father or mother; from the other end, child.
        case parentOf
        case employer, referrer, supplier, agent, householdMember, groupMember
        /// Any other tie.
        case associated

        public var colour: Option.Colour {
            switch self {
            case .parent, .groupMember: .violet
            case .spouse, .parentOf, .householdMember: .pink
            case .guarantor: .amber
            case .employer, .agent: .teal
            case .referrer: .green
            case .supplier: .blue
            case .associated: .grey
            }
        }

        /// Whether it says the same from both ends.
        public var isSymmetric: Bool { self == .spouse || self == .associated }

        /// Which kinds of customers may stand at its ends.
        var ends: (from: Set<Customer.Kind>, to: Set<Customer.Kind>) {
            let legal: Set<Customer.Kind> = [.person, .organisation], all = Set(Customer.Kind.allCases)
            return switch self {
            case .parent: ([.organisation, .group], [.organisation])
            case .spouse, .parentOf: ([.person], [.person])
            case .employer: ([.organisation], [.person])
            case .guarantor: (legal, legal)
            case .supplier, .agent: (legal, all)
            case .householdMember: ([.person], [.household])
            case .groupMember: (legal, [.group])
            case .referrer, .associated: (all, all)
            }
        }
    }
}
