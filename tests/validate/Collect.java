import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills forms as a phone does, with JavaRosa, the engine of ODK Collect and of KoboCollect, and writes what it would send.
 *
 * In:  folders, each with form.xml and answers.txt: lines of name, number of the repeat, text in base64, between tabs
 * Out: submission.xml in each of them
 */
public class Collect {
    public static void main(String[] folders) throws Exception {
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        for (String folder : folders) {
            fill(Path.of(folder));
        }
    }

    private static void fill(Path folder) throws Exception {
        Map<String, String> answers = new HashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("answers.txt"), StandardCharsets.UTF_8)) {
            String[] parts = line.split("\t", 3);
            answers.put(parts[0] + " " + parts[1], new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8));
            rows.merge(parts[0], Integer.parseInt(parts[1]), Math::max);
        }
        FormDef form = XFormUtils.getFormFromFormXml(folder.resolve("form.xml").toString(), null);
        form.initialize(true, new InstanceInitializationFactory());
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        FormEntryModel model = controller.getModel();
        int event;
        while ((event = controller.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM) {
            FormIndex index = model.getFormIndex();
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                TreeReference reference = index.getReference();
                if (reference.getMultLast() < rows.getOrDefault("repeat " + reference.getNameLast(), 1)) {
                    controller.newRepeat();
                }
            } else if (event == FormEntryController.EVENT_QUESTION) {
                answer(controller, model.getQuestionPrompt(), answers);
            }
        }
        byte[] sent = new XFormSerializingVisitor(true).serializeInstance(form.getMainInstance());
        Files.write(folder.resolve("submission.xml"), sent);
    }

    private static void answer(FormEntryController controller, FormEntryPrompt prompt, Map<String, String> answers) {
        TreeReference reference = prompt.getIndex().getReference();
        int row = 1;
        for (int level = 0; level < reference.size(); level++) {
            row = Math.max(row, reference.getMultiplicity(level) + 1);
        }
        String text = answers.get(reference.getNameLast() + " " + row);
        if (text == null) {
            return;
        }
        IAnswerData data = XFormAnswerDataParser.getAnswerData(text, prompt.getDataType(), prompt.getQuestion());
        int result = controller.answerQuestion(prompt.getIndex(), data, true);
        if (result != FormEntryController.ANSWER_OK) {
            throw new IllegalStateException("refused: " + reference);
        }
    }
}
