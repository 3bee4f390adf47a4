// Writes the files of the comparison with ROOT: 28 float columns and one jagged column, as TTree
// and RNTuple, in four compressions. Arguments: folder, entries.
#include <ROOT/RNTupleModel.hxx>
#include <ROOT/RNTupleWriter.hxx>
#include <TFile.h>
#include <TRandom3.h>
#include <TString.h>
#include <TTree.h>
#include <vector>

void make_files(const char *folder, int entries) {
  const std::vector<std::pair<const char *, int>> settings = {
      {"none", 0}, {"zlib1", 101}, {"lz4_4", 404}, {"zstd5", 505}};
  for (auto &[name, setting] : settings) {
    TRandom3 random(1);
    Float_t x[28];
    Int_t n;
    Float_t pt[16];
    TFile trees(Form("%s/tree_%s.root", folder, name), "RECREATE", "", setting);
    TTree tree("events", "");
    for (int k = 0; k < 28; ++k) tree.Branch(Form("x%d", k), &x[k], Form("x%d/F", k));
    tree.Branch("n", &n, "n/I");
    tree.Branch("pt", pt, "pt[n]/F");
    TFile ntuples(Form("%s/ntuple_%s.root", folder, name), "RECREATE", "", setting);
    auto model = ROOT::RNTupleModel::Create();
    std::vector<std::shared_ptr<float>> y;
    for (int k = 0; k < 28; ++k) y.push_back(model->MakeField<float>(Form("x%d", k)));
    auto list = model->MakeField<std::vector<float>>("pt");
    ROOT::RNTupleWriteOptions options;
    options.SetCompression(setting);
    auto writer = ROOT::RNTupleWriter::Append(std::move(model), "events", ntuples, options);
    for (int i = 0; i < entries; ++i) {
      for (int k = 0; k < 28; ++k) *y[k] = x[k] = random.Gaus();
      n = random.Poisson(3) % 16;
      list->clear();
      for (int k = 0; k < n; ++k) list->push_back(pt[k] = random.Exp(30));
      trees.cd();
      tree.Fill();
      writer->Fill();
    }
    writer.reset();
    trees.cd();
    tree.Write();
    trees.Close();
    ntuples.Close();
  }
}
