package parx.ui;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.core.runtime.ContributorFactoryOSGi;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.IExecutableExtensionFactory;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.swt.widgets.Display;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The one place where the workbench makes views, handlers and contributions: {@code class="parx.ui.PartFactory:a.b.Part"}
 * makes an {@code a.b.Part} of the contributing bundle and fills the parameters of its only public constructor with
 * OSGi services by type ({@code Optional<T>}: where there is one; {@code List<T>}: all of them), the parts of
 * {@link Ui}, and {@link ValueFormat}. UI thread only; never waits.
 */
public final class PartFactory implements IExecutableExtensionFactory, IExecutableExtension {
    private IConfigurationElement element;
    private String property;
    private String className = "";

    @Override
    public void setInitializationData(IConfigurationElement config, String propertyName, Object data) {
        element = config;
        property = propertyName;
        className = data instanceof String text ? text.strip() : data instanceof Map<?, ?> map ? String.valueOf(map.get("class")) : "";
    }

    @Override
    public Object create() throws CoreException {
        Bundle bundle = ContributorFactoryOSGi.resolve(element.getContributor());
        try {
            Object made = make(bundle.loadClass(className), FrameworkUtil.getBundle(PartFactory.class).getBundleContext());
            if (made instanceof IExecutableExtension extension) {
                extension.setInitializationData(element, property, null);
            }
            return made;
        } catch (ClassNotFoundException e) {
            throw failure("The extension of " + bundle.getSymbolicName() + " names the class ‘" + className + "’, which it does not have", e);
        }
    }

    private static Object make(Class<?> type, BundleContext context) throws CoreException {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1) {
            throw failure(type.getName() + " must have exactly one public constructor, but has " + constructors.length, null);
        }
        Type[] wanted = constructors[0].getGenericParameterTypes();
        Object[] arguments = new Object[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            arguments[i] = argument(type, wanted[i], context);
        }
        try {
            return constructors[0].newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw failure(type.getSimpleName() + " could not be made: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failure(type.getSimpleName() + " could not be made: " + e, e);
        }
    }

    private static Object argument(Class<?> part, Type wanted, BundleContext context) throws CoreException {
        if (wanted instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] instanceof Class<?> element) {
            List<Object> services = services(element, context);
            if (generic.getRawType() == Optional.class) {
                return services.stream().findFirst();
            }
            if (generic.getRawType() == List.class || generic.getRawType() == Collection.class) {
                return services;
            }
        }
        Class<?> type = wanted instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) wanted;
        Optional<Object> shared = shared(type);
        if (shared.isPresent()) {
            return shared.get();
        }
        ServiceReference<?> reference = context.getServiceReference(type);
        Object service = reference == null ? null : context.getService(reference);
        if (service == null) {
            throw failure("This view needs the service ‘" + type.getSimpleName()
                    + "’, which is not running: see the log for why, then start ParX again", null);
        }
        return service;
    }

    private static Optional<Object> shared(Class<?> type) {
        if (type == ValueFormat.class) {
            return Optional.of(new ValueFormat());
        }
        if (type == Display.class) {
            return Optional.of(Display.getCurrent());
        }
        if (type.getPackage() != PartFactory.class.getPackage()) {
            return Optional.empty();
        }
        Ui ui = Ui.of(Display.getCurrent());
        List<Object> parts = List.of(ui, ui.palette(), ui.themes(), ui.tick(), ui.background(), ui.icons(), ui.notifications());
        return parts.stream().filter(type::isInstance).findFirst();
    }

    private static List<Object> services(Class<?> type, BundleContext context) throws CoreException {
        try {
            List<Object> found = new ArrayList<>();
            for (ServiceReference<?> reference : context.getServiceReferences(type, null).stream().sorted().toList().reversed()) {
                Object service = context.getService(reference);
                if (service != null) {
                    found.add(service);
                }
            }
            return List.copyOf(found);
        } catch (InvalidSyntaxException e) {
            throw failure("The services of type " + type.getName() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static CoreException failure(String sentence, Throwable cause) {
        return new CoreException(new Status(IStatus.ERROR, PartFactory.class, sentence, cause));
    }
}
