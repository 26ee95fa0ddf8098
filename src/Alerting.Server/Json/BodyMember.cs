using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Alerting.Json;

namespace Alerting.Server.Json;

/// <summary>A member of a body, with the rules that its type states of it.</summary>
internal sealed class BodyMember
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, BodyMember>> s_members = new();

    private BodyMember(JsonPropertyInfo property)
    {
        Type = property.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        IsRequired = property.IsRequired;
        Length = Attribute<StringLengthAttribute>(property);
        Items = Attribute<ItemsAttribute>(property);
        Range = Attribute<RangeAttribute>(property);
    }

    public JsonTypeInfo Type { get; }

    public bool IsRequired { get; }

    public StringLengthAttribute? Length { get; }

    public ItemsAttribute? Items { get; }

    public RangeAttribute? Range { get; }

    /// <summary>All members of an object by name.</summary>
    public static FrozenDictionary<string, BodyMember> Of(JsonTypeInfo type) => s_members.GetOrAdd(
        type.Type,
        static (_, type) => type.Properties.ToFrozenDictionary(static p => p.Name, static p => new BodyMember(p), StringComparer.Ordinal),
        type);

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
