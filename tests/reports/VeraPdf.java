// Validates one file against several profiles with the veraPDF library: VeraPdf FILE FLAVOUR...
// Prints each broken rule; exit status 1 when a profile is not met.
import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraPdf {
  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean conforms = true;
    for (int i = 1; i < arguments.length; i++) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[i]);
      try (FileInputStream file = new FileInputStream(arguments[0]);
          PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
        ValidationResult result =
            Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
        System.out.println(arguments[i] + " compliant=" + result.isCompliant());
        for (TestAssertion broken : result.getTestAssertions()) {
          System.out.println("  " + broken.getRuleId().getClause() + " " + broken.getMessage());
        }
        conforms &= result.isCompliant();
      }
    }
    System.exit(conforms ? 0 : 1);
  }
}
