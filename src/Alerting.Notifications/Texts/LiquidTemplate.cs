using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;

namespace Alerting.Notifications.Texts;

/// <summary>
/// A Liquid template that can do no harm: it reads no files, sees nothing but its model, and what it may loop, keep and write is
/// limited.
/// </summary>
internal sealed partial class LiquidTemplate
{
    private const int MaxSteps = 5_000;
    private const int MaxKept = 8_000;

    /// <summary>These read files, or grow what they are given.</summary>
    private static readonly string[] s_refusedTags = ["include", "render", "capture", "macro", "from", "import", "increment", "decrement"];

    private static readonly FluidParser s_parser = CreateParser();

    private static readonly TemplateOptions s_options = new()
    {
        MaxSteps = MaxSteps,
        MaxRecursion = 20,
        TimeZone = TimeZoneInfo.Utc,
        Assigned = static (_, value, _) => value is StringValue && value.ToStringValue().Length > MaxKept
            ? throw new InvalidOperationException($"A value of more than {MaxKept} characters is assigned.")
            : new ValueTask<FluidValue>(value),
    };

    private readonly IFluidTemplate _template;

    private LiquidTemplate(IFluidTemplate template) => _template = template;

    /// <summary>Reads a template.</summary>
    /// <param name="source">In Liquid.</param>
    /// <param name="fault">What is wrong with it, with line and column; null for nothing.</param>
    /// <returns>Null where something is.</returns>
    public static LiquidTemplate? Parse(string source, out string? fault)
    {
        if (!s_parser.TryParse(source, out var template, out var error))
        {
            fault = Placed(source, error);
            return null;
        }

        var rules = new TemplateRules();
        rules.VisitTemplate(template);
        fault = rules.Fault is { } broken
            ? At(source, Math.Max(0, source.IndexOf(broken.Found, StringComparison.Ordinal)), broken.Detail)
            : null;
        return fault is null ? new LiquidTemplate(template) : null;
    }

    /// <exception cref="InvalidOperationException">It loops, keeps or writes more than it may.</exception>
    public string Render(IReadOnlyDictionary<string, object?> model)
    {
        var context = new TemplateContext(s_options);
        foreach (var (name, value) in model)
        {
            context.SetValue(name, FluidValue.Create(value, s_options));
        }

        using var writer = new LimitedWriter();

        // Nothing that a template does waits for anything, so this has ended when it returns.
        var rendering = _template.RenderAsync(writer, NullEncoder.Default, context);
        if (!rendering.IsCompleted)
        {
            throw new InvalidOperationException("The template waits for something.");
        }

        rendering.GetAwaiter().GetResult();
        return writer.ToString();
    }

    /// <summary>A fault at a place of the source.</summary>
    public static string At(string source, int index, string detail)
    {
        var before = source.AsSpan(0, index);
        var line = before.Count('\n') + 1;
        return $"line {line}, column {index - before.LastIndexOf('\n')}: {detail}";
    }

    /// <summary>The parser says at the end where it was: <c>Unknown tag 'x' at (2:4)</c>.</summary>
    private static string Placed(string source, string error) => PositionPattern().Match(error) is { Success: true } position
        ? $"line {position.Groups[1].Value}, column {position.Groups[2].Value}: {error[..position.Index]}"
        : At(source, 0, error);

    private static FluidParser CreateParser()
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false, AllowLiquidTag = false });
        foreach (var tag in s_refusedTags)
        {
            parser.RegisteredTags.Remove(tag);
        }

        return parser;
    }

    [GeneratedRegex(@"\s+at \((\d+):(\d+)\)")]
    private static partial Regex PositionPattern();
}
