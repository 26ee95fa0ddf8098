using System.Buffers;

namespace Alerting.Engine.Json;

/// <summary>
/// The characters that no text from outside may contain, since it is shown in sentences, mails and pages next to
/// other texts. Embedding, override and isolate controls (U+202A to U+202E, U+2066 to U+2069) change the direction of
/// the text beside them, so a town's name could show the figures of an alert reversed. Names and ids must also be one
/// line without control characters; prose (a summary, a note) may have line breaks. The marks U+200E, U+200F and
/// U+061C, which texts in Arabic and Hebrew need, affect only themselves and are allowed.
/// </summary>
public static class TextRules
{
    /// <summary>The rule for a text that must not be empty or all white space, as a fault's sentence ends.</summary>
    public const string NotBlank = "must not be blank";

    private const string NoControls = "must not contain control characters";
    private const string NoDirections =
        "must not contain characters that change the direction of text (U+202A to U+202E, U+2066 to U+2069)";

    private static readonly char[] s_directionControls =
        ['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069'];

    private static readonly SearchValues<char> s_directions = SearchValues.Create(s_directionControls);

    private static readonly SearchValues<char> s_refused = SearchValues.Create(
        [.. s_directionControls, .. Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(char.IsControl)]);

    /// <summary>
    /// The rule that a name, an id or another text of one line breaks, as a fault's sentence ends; null when it
    /// breaks none.
    /// </summary>
    public static string? Broken(ReadOnlySpan<char> text) =>
        text.IndexOfAny(s_refused) is >= 0 and var index ? char.IsControl(text[index]) ? NoControls : NoDirections : null;

    /// <summary>The rule that a text of whole sentences breaks; null when it breaks none.</summary>
    public static string? BrokenInProse(ReadOnlySpan<char> text) => text.ContainsAny(s_directions) ? NoDirections : null;
}
