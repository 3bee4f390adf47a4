// Writes the small files that `make fuzz` damages, in this folder: `python -c "import ROOT;
// ROOT.gROOT.ProcessLine('.x make.C')"`. ROOT 6.40 (PyPI root==0.1a12) made those that are stored.
#include <ROOT/RField.hxx>
#include <ROOT/RNTupleModel.hxx>
#include <ROOT/RNTupleWriteOptions.hxx>
#include <ROOT/RNTupleWriter.hxx>
#include <TClonesArray.h>
#include <TFile.h>
#include <TNamed.h>
#include <TTree.h>
#include <array>
#include <functional>
#include <string>
#include <vector>

const int entries = 6;

// A tree of few branches; its class list is compressed in any case, so that damage hits the tree.
void writeTree(const std::string &name, int compression, std::function<void(TTree &)> content) {
  TFile file((name + ".root").c_str(), "RECREATE", "", compression);
  TTree tree("t", "");
  tree.SetAutoFlush(4);
  content(tree);
  tree.Write();
  if (name.find("classes") == std::string::npos) file.SetCompressionSettings(101);
  file.Close();
}

void numbers(TTree &tree) {
  Bool_t b; Short_t i; ULong64_t u; Float_t f[3];
  tree.Branch("b", &b, "b/O"); tree.Branch("i", &i, "i/S"); tree.Branch("u", &u, "u/l");
  tree.Branch("f", f, "f[3]/F");
  for (int k = 0; k < entries; ++k) { b = k % 2; i = -k; u = k; f[0] = f[1] = f[2] = k; tree.Fill(); }
}

void lists(TTree &tree) {
  Int_t n; Float_t x[8]; Short_t y[8][2];
  tree.Branch("n", &n, "n/I"); tree.Branch("x", x, "x[n]/F"); tree.Branch("y", y, "y[n][2]/S");
  for (int k = 0; k < entries; ++k) {
    n = k;
    for (int j = 0; j < n; ++j) x[j] = y[j][0] = y[j][1] = j;
    tree.Fill();
  }
}

void packed(TTree &tree) {
  Char_t text[16]; Double32_t d; Float16_t h;
  struct { Float_t x; Int_t k; Double_t y[2]; } record = {1, 2, {3, 4}};
  tree.Branch("text", text, "text/C"); tree.Branch("d", &d, "d/d[0,128,16]");
  tree.Branch("h", &h, "h/f[0,0,12]"); tree.Branch("record", &record, "x/F:k/I:y[2]/D");
  for (int k = 0; k < entries; ++k) { snprintf(text, 16, "%d", k); d = h = k; tree.Fill(); }
}

void vectors(TTree &tree) {
  std::vector<float> v; std::vector<std::string> w; std::string s;
  tree.Branch("v", &v); tree.Branch("w", &w); tree.Branch("s", &s);
  for (int k = 0; k < entries; ++k) { v.push_back(k); s += "a"; w.push_back(s); tree.Fill(); }
}

void objects(TTree &tree) {
  TNamed one("one", "title");
  TClonesArray many("TNamed", 4);
  tree.Branch("one", "TNamed", &one, 32000, 99);
  tree.Branch("many", &many, 32000, 99);
  for (int k = 0; k < entries; ++k) {
    many.Clear();
    for (int j = 0; j < k % 3; ++j) new (many[j]) TNamed("x", "y");
    tree.Fill();
  }
}

void writeNTuple(const std::string &name, int compression, bool nested) {
  using namespace ROOT;
  auto model = RNTupleModel::Create();
  auto half = std::make_unique<RField<float>>("half"); half->SetHalfPrecision();
  auto cut = std::make_unique<RField<float>>("cut"); cut->SetTruncated(20);
  auto steps = std::make_unique<RField<double>>("steps"); steps->SetQuantized(12, {0, 10});
  std::shared_ptr<bool> b; std::shared_ptr<int> i; std::shared_ptr<std::vector<float>> v;
  std::shared_ptr<std::vector<std::vector<int>>> deep; std::shared_ptr<std::string> s;
  std::shared_ptr<std::vector<std::array<float, 2>>> pairs;
  if (nested) {
    v = model->MakeField<std::vector<float>>("v"); s = model->MakeField<std::string>("s");
    deep = model->MakeField<std::vector<std::vector<int>>>("deep");
    pairs = model->MakeField<std::vector<std::array<float, 2>>>("pairs");
  } else {
    b = model->MakeField<bool>("b"); i = model->MakeField<int>("i");
    model->AddField(std::move(half)); model->AddField(std::move(cut)); model->AddField(std::move(steps));
  }
  RNTupleWriteOptions options;
  options.SetCompression(compression);
  auto writer = RNTupleWriter::Recreate(std::move(model), "n", name + ".root", options);
  for (int k = 0; k < entries; ++k) {
    if (nested) { v->push_back(k); deep->push_back({k, k}); pairs->push_back({1, 2}); *s += "a"; }
    else { *b = k % 2; *i = k; }
    writer->Fill();
    if (k == 3) writer->CommitCluster(true);
  }
}

void make() {
  writeTree("tree-numbers", 0, numbers); writeTree("tree-numbers-zlib", 101, numbers);
  writeTree("tree-lists", 0, lists); writeTree("tree-lists-lz4", 404, lists);
  writeTree("tree-packed", 0, packed); writeTree("tree-packed-zstd", 505, packed);
  writeTree("tree-vectors", 0, vectors); writeTree("tree-vectors-lzma", 208, vectors);
  writeTree("tree-objects", 0, objects); writeTree("tree-classes", 0, numbers);
  writeNTuple("ntuple-numbers", 0, false); writeNTuple("ntuple-lists", 0, true);
  writeNTuple("ntuple-numbers-zstd", 505, false); writeNTuple("ntuple-lists-zlib", 101, true);
}
