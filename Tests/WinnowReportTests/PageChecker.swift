import Foundation
import FoundationXML
import Testing

/// Reads a page as XML and notes what a reader, a browser or an intruder would care about.
final class PageChecker: NSObject, XMLParserDelegate {
  private(set) var elements: [String: Int] = [:]
  private(set) var ids: [String] = []
  private(set) var references: [String] = []
  private(set) var attributes: Set<String> = []
  private(set) var unnamedPictures = 0
  private(set) var headersWithoutScope = 0
  private(set) var text = ""
  private(set) var problem: String?

  init(_ page: String) {
    super.init()
    // The document type of HTML has no meaning in XML.
    let body = page.replacingOccurrences(of: "<!DOCTYPE html>\n", with: "")
    let parser = XMLParser(data: Data(body.utf8))
    parser.delegate = self
    if !parser.parse() {
      problem = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "not XML")"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes found: [String: String]
  ) {
    elements[name, default: 0] += 1
    attributes.formUnion(found.keys)
    if let id = found["id"] { ids.append(id) }
    for key in ["href", "xlink:href", "src"] {
      if let target = found[key] { references.append(target) }
    }
    if name == "svg", found["role"] != "img" || (found["aria-label"] ?? "").isEmpty {
      unnamedPictures += 1
    }
    if name == "th", found["scope"] == nil { headersWithoutScope += 1 }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
