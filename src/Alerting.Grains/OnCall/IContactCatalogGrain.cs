using Alerting.Grains.Catalogs;
using Alerting.OnCall;

namespace Alerting.Grains.OnCall;

/// <summary>All contacts, with all versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IContactCatalogGrain")]
public interface IContactCatalogGrain : IDefinitionCatalogGrain<Contact, ContactVersion>
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "contacts";
}
