// Writes the fixtures of the tests with ROOT; run as `python -c "import ROOT; ROOT.gROOT.ProcessLine('.x make.C')"`
// in this folder. ROOT 6.40 (PyPI root==0.1a12) made those that are stored. The content follows
// formulas of the entry number, which the tests repeat.
#include <ROOT/RField.hxx>
#include <ROOT/RNTupleModel.hxx>
#include <ROOT/RNTupleWriter.hxx>
#include <ROOT/RNTupleWriteOptions.hxx>
#include <TDirectory.h>
#include <TFile.h>
#include <TTree.h>
#include <string>
#include <vector>

void writeTree(const char *path, int compression) {
  TFile file(path, "RECREATE", "", compression);
  file.mkdir("dir")->cd();
  TTree tree("tree", "all types");
  tree.SetAutoFlush(30);
  Bool_t b; Char_t i1; UChar_t u1; Short_t i2; UShort_t u2; Int_t i4; UInt_t u4; Long64_t i8;
  ULong64_t u8; Float_t f; Double_t d; Float_t fix[3]; Double_t mat[2][3]; Int_t n; Float_t var[4];
  Short_t pairs[4][2]; Char_t text[64]; Double32_t packed; Float16_t half; Double32_t single;
  struct { Float_t x; Int_t k; Double_t y[2]; } record;
  std::vector<float> v; std::vector<std::string> vs;
  std::vector<bool> vb; std::string s;
  tree.Branch("b", &b, "b/O"); tree.Branch("i1", &i1, "i1/B"); tree.Branch("u1", &u1, "u1/b");
  tree.Branch("i2", &i2, "i2/S"); tree.Branch("u2", &u2, "u2/s"); tree.Branch("i4", &i4, "i4/I");
  tree.Branch("u4", &u4, "u4/i"); tree.Branch("i8", &i8, "i8/L"); tree.Branch("u8", &u8, "u8/l");
  tree.Branch("f", &f, "f/F"); tree.Branch("d", &d, "d/D");
  tree.Branch("fix", fix, "fix[3]/F"); tree.Branch("mat", mat, "mat[2][3]/D");
  tree.Branch("n", &n, "n/I"); tree.Branch("var", var, "var[n]/F");
  tree.Branch("pairs", pairs, "pairs[n][2]/S"); tree.Branch("text", text, "text/C");
  tree.Branch("packed", &packed, "packed/d[0,128,16]"); tree.Branch("half", &half, "half/f[0,0,12]");
  tree.Branch("single", &single, "single/d");
  tree.Branch("record", &record, "x/F:k/I:y[2]/D");
  tree.Branch("v", &v); tree.Branch("vs", &vs); tree.Branch("vb", &vb);
  tree.Branch("s", &s);
  for (int i = 0; i < 100; ++i) {
    b = i % 3 == 0; i1 = i - 50; u1 = 2 * i; i2 = -100 * i; u2 = 600 * i; i4 = -100000 * i;
    u4 = 40000000u * i; i8 = -(1ll << 40) * i; u8 = (1ull << 57) * i; f = 0.5f * i; d = i / 3.0;
    for (int k = 0; k < 3; ++k) fix[k] = i + 0.25f * k;
    for (int k = 0; k < 6; ++k) mat[k / 3][k % 3] = i + 100 * k;
    n = i % 4;
    for (int k = 0; k < n; ++k) { var[k] = i + 0.5f * k; pairs[k][0] = i; pairs[k][1] = -k; }
    std::string word = std::string(i % 5, 'a') + std::to_string(i);
    strncpy(text, word.c_str(), sizeof text);
    packed = i; half = 0.5f * i; single = 0.25 * i;
    record = {0.5f * i, i, {1.0 * i, 2.0 * i}};
    v.clear(); vs.clear(); vb.clear();
    for (int k = 0; k < i % 3; ++k) {
      v.push_back(i + k); vs.push_back(word); vb.push_back(k == 1);
    }
    s = i == 7 ? std::string(300, 'z') : word;
    tree.Fill();
  }
  tree.Write();
  file.Close();
}

void writeFriends() {
  TFile file("friends.root", "RECREATE");
  Float_t x, y;
  TTree main("main", ""), other("other", "");
  main.Branch("x", &x, "x/F"); other.Branch("x", &y, "x/F"); other.Branch("y", &y, "y/F");
  for (int i = 0; i < 10; ++i) { x = i; y = 2 * i; main.Fill(); other.Fill(); }
  main.AddFriend("other", "friends.root");
  main.Write(); other.Write();
  file.Close();
}

void writeNTuple(const char *path, int compression) {
  using namespace ROOT;
  TFile file(path, "RECREATE", "", compression);
  auto model = RNTupleModel::Create();
  auto b = model->MakeField<bool>("b"); auto i1 = model->MakeField<std::int8_t>("i1");
  auto u1 = model->MakeField<std::uint8_t>("u1"); auto i2 = model->MakeField<std::int16_t>("i2");
  auto u2 = model->MakeField<std::uint16_t>("u2"); auto i4 = model->MakeField<std::int32_t>("i4");
  auto u4 = model->MakeField<std::uint32_t>("u4"); auto i8 = model->MakeField<std::int64_t>("i8");
  auto u8 = model->MakeField<std::uint64_t>("u8"); auto f = model->MakeField<float>("f");
  auto d = model->MakeField<double>("d"); auto fix = model->MakeField<std::array<float, 3>>("fix");
  auto v = model->MakeField<std::vector<float>>("v"); auto s = model->MakeField<std::string>("s");
  auto vs = model->MakeField<std::vector<std::string>>("vs");
  auto vv = model->MakeField<std::vector<std::vector<int>>>("vv");
  auto pr = model->MakeField<std::pair<float, int>>("pr");
  auto opt = model->MakeField<std::optional<double>>("opt");
  auto bits = model->MakeField<std::bitset<9>>("bits");
  auto avec = model->MakeField<std::array<std::vector<int>, 2>>("avec");
  auto h = std::make_unique<RField<float>>("half"); h->SetHalfPrecision();
  auto t = std::make_unique<RField<float>>("trunc"); t->SetTruncated(20);
  auto q = std::make_unique<RField<float>>("quant"); q->SetQuantized(0, 127, 7);
  auto d32 = std::make_unique<RField<double>>("single"); d32->SetDouble32();
  model->AddField(std::move(h)); model->AddField(std::move(t)); model->AddField(std::move(q));
  model->AddField(std::move(d32));
  auto &entry = model->GetDefaultEntry();
  auto half = entry.GetPtr<float>("half"); auto trunc = entry.GetPtr<float>("trunc");
  auto quant = entry.GetPtr<float>("quant"); auto single = entry.GetPtr<double>("single");
  RNTupleWriteOptions options; options.SetCompression(compression);
  auto writer = RNTupleWriter::Append(std::move(model), "ntuple", file, options);
  std::shared_ptr<float> late; std::shared_ptr<std::vector<float>> latev;
  for (int i = 0; i < 100; ++i) {
    if (i == 60) {
      auto updater = writer->CreateModelUpdater();
      updater->BeginUpdate();
      late = updater->MakeField<float>("late"); latev = updater->MakeField<std::vector<float>>("latev");
      updater->CommitUpdate();
    }
    *b = i % 3 == 0; *i1 = i - 50; *u1 = 2 * i; *i2 = -100 * i; *u2 = 600 * i; *i4 = -100000 * i;
    *u4 = 40000000u * i; *i8 = -(1ll << 40) * i; *u8 = (1ull << 57) * i; *f = 0.5f * i; *d = i / 3.0;
    for (int k = 0; k < 3; ++k) (*fix)[k] = i + 0.25f * k;
    std::string word = std::string(i % 5, 'a') + std::to_string(i);
    v->clear(); vs->clear(); vv->clear(); (*avec)[0].clear(); (*avec)[1].clear();
    for (int k = 0; k < i % 3; ++k) {
      v->push_back(i + k); vs->push_back(word); vv->push_back(std::vector<int>(k + 1, i));
      (*avec)[1].push_back(i);
    }
    *s = word; *pr = {0.5f * i, i};
    *opt = i % 2 ? std::optional<double>(i) : std::nullopt;
    *bits = std::bitset<9>(i); *half = 0.5f * i; *trunc = 0.5f * i; *quant = i; *single = 0.25 * i;
    if (late) { *late = i; latev->assign(i % 2, i); }
    writer->Fill();
    if (i % 40 == 39) writer->CommitCluster(i == 39);
  }
}

void make() {
  writeTree("tree-none.root", 0);
  writeTree("tree-zlib.root", 101);
  writeTree("tree-lzma.root", 205);
  writeTree("tree-lz4.root", 404);
  writeTree("tree-zstd.root", 505);
  writeFriends();
  writeNTuple("ntuple-none.root", 0);
  writeNTuple("ntuple-zstd.root", 505);
  writeNTuple("ntuple-lz4.root", 404);
}
