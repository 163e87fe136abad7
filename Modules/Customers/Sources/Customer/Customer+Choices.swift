public import Kernel

extension Customer {
    public enum Kind: String, Choice {
        case person, organisation
        public var colour: Option.Colour { self == .person ? .blue : .teal }
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
