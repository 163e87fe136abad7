@testable import guanxi
