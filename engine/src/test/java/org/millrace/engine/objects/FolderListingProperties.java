package org.millrace.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.springframework.util.FileSystemUtils;

class FolderListingProperties {

  @Property(tries = 200)
  void pagesTogetherHoldEveryKeyWithThePrefixOnceInOrder(
      @ForAll("trees") List<String> tree,
      @ForAll("prefixes") String prefix,
      @ForAll @IntRange(min = 1, max = 5) int limit)
      throws IOException {
    Path buckets = Files.createTempDirectory("listing");
    FolderObjectStore store = new FolderObjectStore(buckets);
    TreeSet<String> keys = new TreeSet<>();
    for (String key : tree) {
      try {
        store.write("inbox", key, out -> {});
        keys.add(key);
      } catch (FileSystemException e) {
        assertThat(keys)
            .as("\"a\" and \"a/b\" cannot both be files")
            .anyMatch(other -> other.startsWith(key + "/") || key.startsWith(other + "/"));
      }
    }

    List<String> listed = new ArrayList<>();
    String after = "";
    List<FolderObjectStore.Listed> page;
    do {
      page = store.page("inbox", prefix, after, limit);
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      for (FolderObjectStore.Listed found : page) {
        after = found.object().key();
        listed.add(after);
      }
    } while (page.size() == limit);

    assertThat(listed)
        .containsExactlyElementsOf(keys.stream().filter(k -> k.startsWith(prefix)).toList());
    store.deleteAll("inbox", "");
    assertThat(store.page("inbox", "", "", 1)).isEmpty();
    FileSystemUtils.deleteRecursively(buckets);
  }

  @Provide
  Arbitrary<List<String>> trees() {
    return keys().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.oneOf(
        Arbitraries.just(""), keys(), keys().map(k -> k + "/"), keys().map(k -> k.substring(0, 1)));
  }

  /** Characters around the slash in order, so that a wrong order shows. */
  private static Arbitrary<String> keys() {
    return Arbitraries.strings()
        .withChars('a', 'b', '-', '0', '.', 'é')
        .ofMinLength(1)
        .ofMaxLength(3)
        .filter(name -> !name.equals(".") && !name.equals(".."))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(names -> String.join("/", names));
  }
}
