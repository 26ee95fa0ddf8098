using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alerting.Json;
using Xunit;

namespace Alerting.Contracts.Tests.Json;

/// <summary>All types that travel over HTTP: those that the context names, and those that they are made of.</summary>
internal static class WireTypes
{
    private static readonly SortedDictionary<string, JsonTypeInfo> s_all = All();

    /// <summary>Names of the types with members.</summary>
    public static TheoryData<string> Objects => Named(static type => type.Kind == JsonTypeInfoKind.Object);

    /// <summary>Names of the types with members that a client sends.</summary>
    public static TheoryData<string> Bodies => Named(IsBody);

    /// <summary>Names of the enumerations.</summary>
    public static TheoryData<string> Enumerations => Named(static type => type.Type.IsEnum);

    public static JsonTypeInfo Of(string name) => s_all[name];

    /// <summary>The members that travel and are read.</summary>
    public static IEnumerable<JsonPropertyInfo> Members(JsonTypeInfo type) =>
        type.Properties.Where(static member => member.Get is not null && !IsDerived(member));

    /// <summary>Names of the members that follow from the others: they are written and not read.</summary>
    public static IReadOnlySet<string> Derived { get; } =
        s_all.Values.SelectMany(static type => type.Properties).Where(IsDerived).Select(static member => member.Name).ToHashSet();

    public static bool IsBody(JsonTypeInfo type) => type.Type.Name.EndsWith("Body", StringComparison.Ordinal);

    private static bool IsDerived(JsonPropertyInfo member) =>
        member.Get is not null && member.AttributeProvider is PropertyInfo { CanWrite: false };

    private static TheoryData<string> Named(Func<JsonTypeInfo, bool> isOne) =>
        [.. s_all.Where(pair => isOne(pair.Value)).Select(pair => pair.Key)];

    private static SortedDictionary<string, JsonTypeInfo> All()
    {
        var all = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal);
        foreach (var named in typeof(ApiJson).GetCustomAttributesData().Where(static a => a.AttributeType == typeof(JsonSerializableAttribute)))
        {
            Add(all, (Type)named.ConstructorArguments[0].Value!);
        }

        return all;
    }

    private static void Add(SortedDictionary<string, JsonTypeInfo> all, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var info = ApiJson.Wire.GetTypeInfo(plain)!;
        if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            Add(all, info.ElementType!);
        }
        else if (plain.Assembly == typeof(ApiJson).Assembly && all.TryAdd(plain.ToString(), info))
        {
            foreach (var property in Members(info))
            {
                Add(all, property.PropertyType);
            }
        }
    }
}
