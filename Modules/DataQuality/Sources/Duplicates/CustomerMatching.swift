import Customers
import Engine
import Kernel
import Linkage

/// How customers are compared: which of their fields, in which way, and which customers are looked at together.
enum CustomerMatching {
    /// What is compared of a customer, under the names that weights and evidence use.
    private enum Part: String, CaseIterable {
        case person, company, identityNumber, taxNumber, mobile, phone, mail, wechat, birthday, address
    }

    static func settings(largestBlock: Int = 120, thresholds: Thresholds = Thresholds()) -> LinkageSettings {
        LinkageSettings(
            fields: [
                field(.person, .person, weighsFrequency: true), field(.company, .company), field(.identityNumber, .identity), field(.taxNumber, .identity),
                field(.mobile, .phone), field(.phone, .phone), field(.mail, .mail), field(.wechat, .code), field(.birthday, .date), field(.address, .address),
            ],
            passes: [
                pass((.identityNumber, .whole)), pass((.taxNumber, .whole)), pass((.mobile, .whole)), pass((.phone, .whole)), pass((.mail, .whole)),
                pass((.wechat, .whole)), pass((.mobile, .whole), (.person, .sound)), pass((.phone, .whole), (.company, .brand)),
                pass((.person, .sound), (.birthday, .whole)), pass((.person, .whole), (.birthday, .year)), pass((.person, .whole), (.address, .whole)),
                pass((.company, .whole)), pass((.company, .sound)), pass((.company, .brand)),
                // A rare name alone; common ones are many people.
                pass((.person, .whole), largestBlock: 10),
            ],
            largestBlock: largestBlock, thresholds: thresholds)
    }

    private static func field(_ part: Part, _ comparator: Comparator, weighsFrequency: Bool = false) -> LinkageField {
        LinkageField(part.rawValue, comparator, weighsFrequency: weighsFrequency)
    }

    private static func pass(_ parts: (Part, KeyForm)..., largestBlock: Int? = nil) -> BlockingPass {
        BlockingPass(parts.map { BlockingPass.Part($0.0.rawValue, $0.1) }, largestBlock: largestBlock)
    }

    /// The customer's field that a part of the evidence is about.
    static func customerField(_ part: String) -> String { part == Part.person.rawValue || part == Part.company.rawValue ? "name" : part }

    /// The fields of a customer that are compared.
    static let compared = ["name", "kind"] + Part.allCases.map(\.rawValue).filter { $0 != Part.person.rawValue && $0 != Part.company.rawValue }

    /// What is compared of a customer, ready for that.
    static func record(_ values: Values, _ settings: LinkageSettings) -> PreparedRecord {
        PreparedRecord(Part.allCases.map { text($0, values) }, settings)
    }

    /// The same with digests in the place of numbers that are sealed: what is made of it may lie open in the database.
    ///
    /// - Parameter key: which of the keys the digests are made with, 0 for the newest; the last that there is where there are fewer.
    static func blindRecord(_ values: Values, _ settings: LinkageSettings, _ engine: Engine, key: Int = 0) -> PreparedRecord {
        let entity = Customer.schema.definition
        return PreparedRecord(
            Part.allCases.map { part in
                guard let field = entity[part.rawValue], field.isSealed else { return text(part, values) }
                let digests = engine.digests(of: values[field.key] ?? .null, field, entity)
                return digests.isEmpty ? nil : hexadecimal(digests[min(key, digests.count - 1)])
            }, settings)
    }

    /// Keys ignore signs and case; Base64 does not.
    private static func hexadecimal(_ text: String) -> String { text.utf8.map { String($0, radix: 16) }.joined() }

    private static func text(_ part: Part, _ values: Values) -> String? {
        let isPerson = [Customer.Kind.person.rawValue, Customer.Kind.household.rawValue].contains(values["kind"]?.text ?? Customer.Kind.person.rawValue)
        switch part {
        case .person: return isPerson ? values["name"]?.text : nil
        case .company: return isPerson ? nil : values["name"]?.text
        default: break
        }
        switch values[part.rawValue] ?? .null {
        case .text(let text): return text
        case .day(let day): return day.description
        case .address(let address): return address.line
        default: return nil
        }
    }
}
