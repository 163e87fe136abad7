public import Foundation

/// An amount in a currency. Exact: it is kept in the currency's smallest unit (fen, cent, yen).
public struct Money: Sendable, Hashable {
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nil when the amount has more places than the currency knows.
    public init?(_ amount: Decimal, _ currency: Currency) {
        guard let units = amount.units(scale: currency.places) else { return nil }
        self.init(minorUnits: units, currency: currency)
    }

    public var amount: Decimal { Decimal(units: minorUnits, scale: currency.places) }

    /// The digits of the amount with all places of its currency: `1234.50`.
    public var digits: String { Digits.fixed(minorUnits, scale: currency.places) }
}

/// A currency by its ISO 4217 code.
public struct Currency: Sendable, Hashable {
    public let code: String
    /// Decimal places of its smallest unit.
    public let places: Int

    public static let yuan = Currency(code: "CNY", places: 2)

    public init?(_ code: String) {
        // The code of the table, not the one that was asked for: to Swift the Kelvin sign in "\u{212A}RW" equals a K.
        guard let index = Self.placesByCode.index(forKey: code) else { return nil }
        let (code, places) = Self.placesByCode[index]
        self.init(code: code, places: places)
    }

    private init(code: String, places: Int) {
        self.code = code
        self.places = places
    }

    public static var codes: [String] { placesByCode.keys.sorted() }

    /// The currencies that a Chinese company is likely to meet; ISO 4217 gives the places.
    private static let placesByCode: [String: Int] = [
        "CNY": 2, "HKD": 2, "MOP": 2, "TWD": 2, "USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KRW": 0, "SGD": 2, "THB": 2, "MYR": 2,
        "VND": 0, "IDR": 2, "PHP": 2, "INR": 2, "AUD": 2, "NZD": 2, "CAD": 2, "CHF": 2, "SEK": 2, "NOK": 2, "DKK": 2, "RUB": 2,
        "AED": 2, "SAR": 2, "KWD": 3, "BRL": 2, "MXN": 2, "ZAR": 2, "TRY": 2, "PLN": 2, "CZK": 2, "HUF": 2, "ILS": 2, "KZT": 2,
    ]
}
