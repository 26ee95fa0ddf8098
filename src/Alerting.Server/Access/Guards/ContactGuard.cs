using Alerting.Server.OnCall;

namespace Alerting.Server.Access.Guards;

/// <summary>The contact that the address names.</summary>
internal sealed class ContactGuard(Contacts contacts) : ScopedGuard
{
    public override Resource Resource => Resource.Contact;

    protected override Task<IReadOnlyList<string>?> RegionsAsync(string id) => contacts.RegionsOfAsync(id);
}
