// SHA-256 of a rule file, so that a finding says which rules it rests on.
#include <fmt/format.h>
#include <nettle/sha2.h>

#include <array>

#include "load/embedded.hpp"

namespace crossing::load {

std::string digest(std::string_view bytes) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> hash{};
  sha256_digest(&context, hash.size(), hash.data());
  std::string text = "sha256:";
  for (const auto byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace crossing::load
