using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Xunit;

namespace Alerting.Architecture.Tests.Json;

/// <summary>
/// No enumeration is a number in JSON. Each context lists converters of its own, so one that is new is easily left out, and what
/// was stored as a number is read back as another name once a member is added.
/// </summary>
public sealed class EnumerationNameTests
{
    public static TheoryData<string> Contexts => [.. All().Select(static type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void A_context_writes_every_enumeration_that_it_reaches_by_name(string name)
    {
        var context = All().Single(type => type.FullName == name);
        Assert.Empty(Uses(context).SelectMany(static use => Numbered(use.Options, use.Roots)).Distinct());
    }

    [Fact]
    public void An_enumeration_without_a_converter_is_found() =>
        Assert.Equal(
            [nameof(DayOfWeek)],
            Numbered(new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }, [typeof(Planted)]));

    private static IEnumerable<Type> All() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "Alerting.*.dll")
            .Where(static file => !Path.GetFileName(file).Contains("Tests", StringComparison.Ordinal))
            .Select(static file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))
            .SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type.IsSubclassOf(typeof(JsonSerializerContext)) && !type.IsNested)
            .OrderBy(static type => type.FullName, StringComparer.Ordinal);

    /// <summary>The options with which a context is used, and the types: what it offers beside the generated default.</summary>
    private static IEnumerable<(JsonSerializerOptions Options, IReadOnlyList<Type> Roots)> Uses(Type context)
    {
        const BindingFlags Flags = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var roots = context.GetCustomAttributesData()
            .Where(static attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .ToList();
        var offered = context.GetProperties(Flags).Where(static property => property.Name != "Default")
            .Select(static property => property.GetValue(null)).ToList();
        var uses = offered.OfType<JsonTypeInfo>().Select(static info => (info.Options, (IReadOnlyList<Type>)[info.Type]))
            .Concat(offered.OfType<JsonSerializerContext>().Select(other => (other.Options, (IReadOnlyList<Type>)roots)))
            .ToList();
        var generated = (JsonSerializerContext)context.GetProperty("Default", Flags)!.GetValue(null)!;
        return uses.Count > 0 ? uses : [(generated.Options, roots)];
    }

    private static List<string> Numbered(JsonSerializerOptions options, IReadOnlyList<Type> roots)
    {
        var seen = new HashSet<Type>();
        var numbered = new List<string>();
        var waiting = new Queue<Type>(roots);
        while (waiting.TryDequeue(out var next))
        {
            var type = Nullable.GetUnderlyingType(next) ?? next;
            if (!seen.Add(type) || !options.TryGetTypeInfo(type, out var info))
            {
                continue;
            }

            if (type.IsEnum && JsonSerializer.Serialize(Enum.GetValues(type).GetValue(0), info)[0] != '"')
            {
                numbered.Add(type.Name);
            }

            Type?[] parts = [info.ElementType, info.KeyType, .. info.Properties.Select(static property => property.PropertyType)];
            foreach (var part in parts.Concat(info.PolymorphismOptions?.DerivedTypes.Select(static derived => derived.DerivedType) ?? []))
            {
                if (part is not null)
                {
                    waiting.Enqueue(part);
                }
            }
        }

        return numbered;
    }

    private sealed record Planted(IReadOnlyList<DayOfWeek?> Days);
}
