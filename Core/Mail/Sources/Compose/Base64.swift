import Foundation

enum Base64 {
    static func text(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

    /// In lines of 76, as bodies of mail hold it; the last one ends too.
    static func lines(_ bytes: [UInt8]) -> Data {
        let options: Data.Base64EncodingOptions = [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed]
        return Data(bytes).base64EncodedData(options: options) + Data("\r\n".utf8)
    }

    static func bytes(_ text: some StringProtocol) -> [UInt8]? { Data(base64Encoded: String(text)).map(Array.init) }
}
