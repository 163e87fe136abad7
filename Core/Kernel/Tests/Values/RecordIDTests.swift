import Kernel
import Testing

@Suite struct RecordIDTests {
    @Test func anIdTellsItsTimeAndBucket() {
        let id = RecordID(milliseconds: 1_795_000_000_123, bucket: 1_023, tail: 4_095)

        #expect(id.madeAt == Instant(milliseconds: 1_795_000_000_123))
        #expect(id.bucket == 1_023)
        #expect(RecordID(id.description) == id)
    }

    @Test func laterIdsAreGreater() {
        let first = RecordID(milliseconds: 1_795_000_000_000, bucket: 1_023, tail: 4_095)
        let second = RecordID(milliseconds: 1_795_000_000_001, bucket: 0, tail: 0)

        #expect(first < second)
    }

    @Test(arguments: [Int64.min, -1, 0, 1_577_836_799_999, 9_999_999_999_999, .max])
    func anyTimeMakesAnIdThatReadsBack(milliseconds: Int64) {
        let id = RecordID(milliseconds: milliseconds, bucket: 7, tail: 9)

        #expect(RecordID(id.description) == id)
        #expect(id.bucket == 7)
    }

    @Test func bucketAndTailNeverReachIntoTheTime() {
        let id = RecordID(milliseconds: 1_795_000_000_000, bucket: -1, tail: .max)

        #expect(id.madeAt == Instant(milliseconds: 1_795_000_000_000))
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "99999999999999999999", "１", "1\0", "abc"])
    func whatIsNoIdIsNil(text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test func theGreatestIdIsRead() {
        #expect(RecordID("9223372036854775807")?.rawValue == .max)
    }
}
