import Kernel
import Testing

@Suite struct RecordIDTests {
    @Test func `an id tells its time and bucket`() {
        let id = RecordID(milliseconds: 1_795_000_000_123, bucket: 1_023, tail: 4_095)

        #expect(id.madeAt == Instant(milliseconds: 1_795_000_000_123))
        #expect(id.bucket == 1_023)
        #expect(RecordID(id.description) == id)
    }

    @Test func `later ids are greater`() {
        let first = RecordID(milliseconds: 1_795_000_000_000, bucket: 1_023, tail: 4_095)
        let second = RecordID(milliseconds: 1_795_000_000_001, bucket: 0, tail: 0)

        #expect(first < second)
    }

    @Test(arguments: [Int64.min, -1, 0, 1_577_836_799_999, 9_999_999_999_999, .max])
    func `any time makes an id that reads back`(milliseconds: Int64) {
        let id = RecordID(milliseconds: milliseconds, bucket: 7, tail: 9)

        #expect(RecordID(id.description) == id)
        #expect(id.bucket == 7)
    }

    @Test func `bucket and tail never reach into the time`() {
        let id = RecordID(milliseconds: 1_795_000_000_000, bucket: -1, tail: .max)

        #expect(id.madeAt == Instant(milliseconds: 1_795_000_000_000))
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "99999999999999999999", "１", "1\0", "abc"])
    func `what is no id is nil`(text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test func `the greatest id is read`() {
        #expect(RecordID("9223372036854775807")?.rawValue == .max)
    }
}
