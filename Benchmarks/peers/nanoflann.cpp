// The k nearest neighbours with nanoflann on raw float32 files, as winnow-bench-neighbours does it, for as
// many of the queries as the seconds allow by the time of the first few:
//
//   nanoflann POINTS QUERIES INDICES dimensions k threads seconds

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nanoflann.hpp>
#include <thread>
#include <vector>

template <class T> std::vector<T> read(const char *path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(values.data()), values.size() * sizeof(T));
  return values;
}

struct Cloud {
  const std::vector<float> &x;
  size_t d;
  size_t kdtree_get_point_count() const { return x.size() / d; }
  float kdtree_get_pt(size_t i, size_t j) const { return x[i * d + j]; }
  template <class Box> bool kdtree_get_bbox(Box &) const { return false; }
};

template <int D> void run(char **words) {
  const auto points = read<float>(words[1]), queries = read<float>(words[2]);
  const size_t d = atoi(words[4]), k = atoi(words[5]), threads = atoi(words[6]);
  const Cloud cloud{points, d};
  using Metric = nanoflann::L2_Simple_Adaptor<float, Cloud>;
  using Tree = nanoflann::KDTreeSingleIndexAdaptor<Metric, Cloud, D, unsigned>;
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  Tree tree(d, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(10));
  tree.buildIndex();
  const auto built = Clock::now();
  size_t count = queries.size() / d;
  std::vector<unsigned> indices(count * k);
  auto work = [&](size_t first, size_t last) {
    std::vector<float> distances(k);
    for (size_t i = first; i < last; i++)
      tree.knnSearch(&queries[i * d], k, &indices[i * k], distances.data());
  };
  const size_t pilot = std::min<size_t>(count, 32);
  work(0, pilot);
  const auto each = std::chrono::duration<double>(Clock::now() - built).count() / pilot / threads;
  count = std::min(count, std::max(pilot, static_cast<size_t>(atof(words[7]) / each)));
  indices.resize(count * k);
  const auto begun = Clock::now();
  std::vector<std::thread> team;
  for (size_t t = 0; t < threads; t++)
    team.emplace_back(work, count * t / threads, count * (t + 1) / threads);
  for (auto &thread : team) thread.join();
  const auto searched = Clock::now();
  std::ofstream(words[3], std::ios::binary)
      .write(reinterpret_cast<char *>(indices.data()), indices.size() * sizeof(unsigned));
  printf("{\"build\": %.9g, \"query\": %.9g}\n", std::chrono::duration<double>(built - start).count(),
         std::chrono::duration<double>(searched - begun).count());
}

int main(int count, char **words) {
  if (count != 8) return 64;
  switch (atoi(words[4])) {  // the dimension at compile time, as nanoflann's manual advises
  case 4: run<4>(words); break;
  case 10: run<10>(words); break;
  case 28: run<28>(words); break;
  default: run<-1>(words);
  }
}
