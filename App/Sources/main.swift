import ArgumentParser
import Yams
print("hello")
