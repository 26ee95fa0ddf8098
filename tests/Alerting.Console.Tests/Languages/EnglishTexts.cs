using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Alerting.Console.Tests.Languages;

/// <summary>Finds what a page still says in English though it speaks another language.</summary>
/// <param name="code">Of that language.</param>
internal sealed partial class EnglishTexts(string code)
{
    /// <summary>Letters that a text must have besides its values: with fewer it would be found in anything.</summary>
    private const int MinLetters = 5;

    /// <summary>What is said by elements and attributes. What somebody wrote or the server composed has its own direction.</summary>
    private const string Collect = """
        () => {
            const said = new Set();
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const foreign = "script, style, code, .code, bdi, time, [dir=auto], [lang]:not(html), datalist";
            while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim();
                if (text && !walker.currentNode.parentElement.closest(foreign)) {
                    said.add(text);
                }
            }

            for (const name of ["aria-label", "placeholder", "alt"]) {
                document.querySelectorAll(`[${name}]`).forEach(element => said.add(element.getAttribute(name).trim()));
            }

            said.add(document.title);
            return [...said];
        }
        """;

    private readonly IReadOnlyList<(string Key, Regex Pattern)> _patterns =
    [
        .. SpokenSources.Texts(code).Select(static pair => (Key: pair.Key.Split('¦')[0], pair.Value))
            .Where(static pair => !pair.Value.Split('|').Contains(pair.Key)
                && Placeholder().Replace(pair.Key, "").Count(char.IsLetter) >= MinLetters && !IsName().IsMatch(pair.Key))
            .Select(static pair => (pair.Key, new Regex(
                $"^{Placeholder().Replace(Regex.Escape(pair.Key.Trim()).Replace(@"\{", "{", StringComparison.Ordinal), ".+?")}$",
                RegexOptions.Singleline))),
    ];

    /// <summary>Texts of the page that are those of keys.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(Microsoft.Playwright.IPage page)
    {
        var said = await page.EvaluateAsync<string[]>(Collect);
        return [.. said.Where(text => _patterns.Any(pattern => pattern.Pattern.IsMatch(text)))];
    }

    [GeneratedRegex(@"\{\d+(?::[^}]*)?\}")]
    private static partial Regex Placeholder();

    /// <summary>Names of values have keys of another shape.</summary>
    [GeneratedRegex(@"^[A-Z][A-Za-z]+\.[a-z-]+$")]
    private static partial Regex IsName();
}
