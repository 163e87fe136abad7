import Documents
import Foundation
import Kernel
import Testing

@Suite struct PictureTests {
    private static let source = "<document><img name=\"logo\" width=\"30mm\"><p>below</p></document>"
    /// One black point.
    private static let png = Array(
        Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==") ?? Data())

    /// The markers of a JPEG that say its size; enough to be carried, not to be seen.
    private static func jpeg(width: Int, height: Int, colours: UInt8 = 3) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 17, 8, UInt8(height >> 8), UInt8(height & 0xFF), UInt8(width >> 8), UInt8(width & 0xFF), colours]
            + Array(repeating: 0, count: 20) + [0xFF, 0xD9]
    }

    @Test func `A PNG is drawn, as wide as it should be`() async throws {
        let with = try await Drawn(Self.source, images: ["logo": Self.png])
        let without = try await Drawn(Self.source)

        let side = 30 / 25.4 * 36
        #expect(abs(Double(try with.ink() - without.ink()) - side * side) < side * 4)
    }

    @Test func `A JPEG goes into the document as it is`() async throws {
        let jpeg = Self.jpeg(width: 40, height: 30)

        let drawn = try await Drawn(Self.source, images: ["logo": jpeg])

        #expect(Data(drawn.document.bytes).range(of: Data(jpeg)) != nil)
    }

    @Test func `An image that is broken or too large is refused by its name`() async throws {
        let huge = Array(Self.png[..<16]) + [0, 0, 0x75, 0, 0, 0, 0x75, 0] + Array(Self.png[24...])
        let images: [(bytes: [UInt8], code: String)] = [
            ([], "badImage"), (Array("GIF89a".utf8), "badImage"), (Array(Self.png.prefix(40)), "badImage"), (huge, "imageTooLarge"),
            (Self.jpeg(width: 60_000, height: 10), "imageTooLarge"), (Self.jpeg(width: 40, height: 30, colours: 4), "badImage"),
            (Array(Self.jpeg(width: 4, height: 3).prefix(12)), "badImage"),
            (Self.png + Array(repeating: 0, count: 9_000_000), "imageTooLarge"),
        ]

        for (bytes, code) in images {
            #expect(await refusal { _ = try await Drawn(Self.source, images: ["logo": bytes]) } == code)
        }
    }
}
