public import Kernel

extension Customer {
    public enum Kind: String, Choice {
        case person, organisation
        /// People who live and decide together, and organisations under one roof; their members are told by relations.
        case household, group
        public var colour: Option.Colour {
            switch self {
            case .person: .blue
            case .organisation: .teal
            case .household: .pink
            case .group: .violet
            }
        }
    }

    public enum Status: String, Choice {
        case active, inactive
        public var colour: Option.Colour { self == .active ? .green : .grey }
    }

    public enum Role: String, Choice { case customer, prospect, partner, distributor, franchisee, supplier, competitor }

    public enum IdentityType: String, Choice {
        case identityCard, passport, hongKongMacauPermit, taiwanPermit, creditCode, organisationCode, other
    }

    public enum Gender: String, Choice { case female, male, other }

    /// Whether its document was checked against the person or the register.
    public enum RealName: String, Choice {
        case unverified, verified, expired, failed
        public var colour: Option.Colour {
            switch self {
            case .unverified: .grey
            case .verified: .green
            case .expired: .amber
            case .failed: .red
            }
        }
    }

    public enum MaritalStatus: String, Choice { case single, married, divorced, widowed }
    public enum Education: String, Choice { case primary, secondary, college, bachelor, master, doctor }

    /// How somebody likes to be spoken to; the four types of Littauer (Personality Plus, 1983).
    public enum Temperament: String, Choice { case sanguine, choleric, melancholic, phlegmatic }

    /// How close we are; the five levels of relationship marketing (Kotler, Marketing Management).
    public enum RelationLevel: String, Choice { case basic, reactive, accountable, proactive, partner }

    public enum Attitude: String, Choice {
        case supportive, neutral, sceptical, hostile
        public var colour: Option.Colour {
            switch self {
            case .supportive: .green
            case .neutral: .grey
            case .sceptical: .amber
            case .hostile: .red
            }
        }
    }

    public enum TaxRule: String, Choice { case generalTaxpayer, smallScale, exempt, foreign }
    public enum PaymentTerm: String, Choice { case prepaid, onDelivery, net15, net30, net60, net90, instalments }

    public enum CreditRating: String, Choice {
        case aaa, aa, a, b, c, d
        public var colour: Option.Colour {
            switch self {
            case .aaa, .aa, .a: .green
            case .b: .amber
            case .c, .d: .red
            }
        }
    }

    public enum Speech: String, Choice { case chinese = "zh-CN", english = "en" }
    public enum Channel: String, Choice { case phone, text, mail, wechat, visit, letter }

    public enum Grade: String, Choice {
        case vip, a, b, c
        public var colour: Option.Colour {
            switch self {
            case .vip: .violet
            case .a: .green
            case .b: .blue
            case .c: .grey
            }
        }
    }

    public enum Source: String, Choice { case branch, call, web, mail, partner, referral, campaign, importFile, purchase, other }

    public enum Industry: String, Choice {
        case agriculture, mining, manufacturing, energy, construction, wholesale, transport, hospitality, information, finance, property
        case business, research, environment, services, education, health, culture, government
    }

    public enum Size: String, Choice { case micro, small, medium, large }
}
